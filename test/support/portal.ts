import type { FastifyInstance } from 'fastify';
import { createApp } from '../../src/http/app.ts';
import { createOperator } from '../../src/services/account/create-operator.ts';
import { createRateLimiter, type RateLimitSettings } from '../../src/services/throttle/rate-limiter.ts';
import { insertCustomerAccount } from '../../src/storage/customer-accounts.ts';
import type { Database } from '../../src/storage/database.ts';
import { findCustomerId } from '../../src/storage/grant-targets.ts';
import { findUtility } from '../../src/storage/utilities.ts';
import { oauthPages } from '../../src/web/customer/authorize-problem.ts';
import { registrationMailComposer } from '../../src/web/mails/registration-mail.ts';
import { mountWeb } from '../../src/web/serving/mount-web.ts';
import { type TestClock, testClock } from './clock.ts';
import { openTestDatabase } from './database.ts';
import { seedUtility, type Tokens } from './seed.ts';

/** Where the portal of a test says that it stands. */
export const portalUrl = 'http://localhost:8080';

/** The password of everybody in tests. */
export const password = 'a few words in a row';

/** The seeded utility with its pages, an operator, an auditor and a test customer. */
export interface Portal {
  readonly db: Database;
  readonly clock: TestClock;
  readonly app: FastifyInstance;
  readonly tokens: Tokens;
  readonly utilityId: number;
  /** Errors of the log. */
  readonly errors: object[];
  readonly close: () => Promise<void>;
}

/** What may differ. */
export interface PortalOptions {
  readonly publicUrl?: string;
  readonly keepsMail?: boolean;
  /** Requests a minute; without it there are no limits. */
  readonly rateLimits?: RateLimitSettings;
}

async function seedPeople(db: Database, clock: TestClock, utilityId: number): Promise<void> {
  for (const role of ['operator', 'auditor'] as const)
    await createOperator(
      { db, clock },
      {
        utilityId,
        email: `${role}@example.org`,
        name: role === 'operator' ? 'Olive' : 'Audrey',
        password,
        role,
      },
    );
  const customerId = await findCustomerId(db, { utilityId, name: 'ada' });
  if (customerId === undefined) throw new Error('The seed lost its customer');
  await insertCustomerAccount(db, {
    uid: 'testcustomerada',
    utilityId,
    customerIds: [customerId],
    language: 'en',
    testScenario: 'home',
    created: clock.now(),
  });
}

/** Opens the pages of whatever is in a database. Nothing listens. */
export async function openPages(
  { db, clock }: { readonly db: Database; readonly clock: TestClock },
  options: PortalOptions = {},
): Promise<Pick<Portal, 'app' | 'errors'>> {
  const errors: object[] = [];
  const context = {
    db,
    clock,
    secretKey: Buffer.alloc(32, 7),
    publicUrl: options.publicUrl ?? portalUrl,
    version: '0.0.0-test',
    keepsMail: options.keepsMail ?? true,
    ...(options.rateLimits === undefined
      ? {}
      : { rateLimiter: createRateLimiter({ clock }, options.rateLimits) }),
    log: { info: () => undefined, error: (fields: object) => void errors.push(fields) },
  };
  const app = await createApp({
    ...context,
    oauthPages: oauthPages(context),
    composeRegistrationMail: registrationMailComposer(context),
  });
  await mountWeb(app, context);
  await app.ready();
  return { app, errors };
}

/** Opens the pages on a database of their own, with a clock that stands still. Nothing listens. */
export async function openPortal(options: PortalOptions = {}): Promise<Portal> {
  const db = await openTestDatabase();
  const clock = testClock();
  const tokens = await seedUtility({ db, clock, secretKey: Buffer.alloc(32, 7) });
  const utilityId = (await findUtility(db, 'example'))?.id ?? 0;
  await seedPeople(db, clock, utilityId);
  const { app, errors } = await openPages({ db, clock }, options);
  return {
    db,
    clock,
    app,
    tokens,
    utilityId,
    errors,
    close: async () => {
      await app.close();
      await db.close();
    },
  };
}
