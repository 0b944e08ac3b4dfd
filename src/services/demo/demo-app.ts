import { fullScope } from '../../espi/scope.ts';
import { openSecret } from '../../platform/crypto.ts';
import { newUid } from '../../platform/ids.ts';
import { hashPassword } from '../../platform/passwords.ts';
import { findClientView } from '../../storage/client-views.ts';
import { listClients } from '../../storage/clients.ts';
import { insertRedirectUri } from '../../storage/redirect-uris.ts';
import {
  updateNotifyUri,
  updateRegistrationFields,
  updateRegistrationOwner,
} from '../../storage/registration-changes.ts';
import { findRegistrationRow } from '../../storage/registrations.ts';
import { nextStamp } from '../../storage/stamps.ts';
import { findThirdPartyAccountByEmail, insertThirdPartyAccount } from '../../storage/third-party-accounts.ts';
import { createClient } from '../registration/create-client.ts';
import { lastFourOf } from '../registration/shown-secret.ts';
import type { DemoContext } from './demo-context.ts';
import { demoPassword } from './demo-password.ts';
import { demoToken } from './demo-tokens.ts';

const name = 'Solar Compass';
const developerEmail = 'developer@solar-compass.example';
const site = 'https://solar-compass.example';

/** What the demo third party needs to run, and who can sign in as its developer. */
export interface DemoApp {
  readonly name: string;
  readonly developerEmail: string;
  readonly applicationUid: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationToken: string;
}

async function ensureDeveloper({ db, clock, secretKey }: DemoContext): Promise<number> {
  const known = await findThirdPartyAccountByEmail(db, developerEmail);
  if (known !== undefined) return known.id;
  const made = await insertThirdPartyAccount(db, {
    uid: newUid(),
    name: 'Solar Compass developers',
    email: developerEmail,
    passwordHash: await hashPassword(demoPassword(secretKey)),
    language: 'en',
    created: clock.now(),
  });
  return made ?? (await ensureDeveloper({ db, clock, secretKey }));
}

async function ensureRegistration(
  context: DemoContext,
  utilityId: number,
): Promise<{ id: number; uid: string }> {
  const { db, clock, secretKey } = context;
  const [known] = await listClients(db, { utilityId, now: clock.now(), nameOrUid: name });
  const client = known ?? (await createClient(context, { utilityId, name, scopes: [fullScope] }));
  const row = await findRegistrationRow(db, { uid: client.uid, now: clock.now() });
  if (row?.accountId != null) return client;
  const accountId = await ensureDeveloper(context);
  const sealed = (await findClientView(db, client.id))?.secretCiphertext ?? '';
  await db.transaction(async (tx) => {
    const stamp = await nextStamp(tx, utilityId, clock.now());
    await updateRegistrationFields(tx, {
      id: client.id,
      name,
      profile: {
        company: 'Solar Compass Cooperative',
        siteUrl: site,
        purposeEn: 'to show you what your solar panels earn, day by day, and warn you when they stop.',
        purposeFr:
          'pour vous montrer, jour après jour, ce que rapportent vos panneaux solaires, et vous avertir s’ils s’arrêtent.',
        privacyUrl: `${site}/privacy`,
        customerContact: 'hello@solar-compass.example',
        contactEmail: developerEmail,
        language: 'en',
      },
      notifyUri: undefined,
      scopes: [fullScope],
      stamp,
    });
    await updateRegistrationOwner(tx, {
      id: client.id,
      accountId,
      state: 'waiting',
      termsVersion: '1',
      at: clock.now(),
      secretLastFour: lastFourOf(openSecret(secretKey, sealed)),
    });
  });
  return client;
}

/**
 * Registers the demo third party in the sandbox, where it waits for the operator of the demo; what is there already
 * stays, but for its addresses on this machine.
 *
 * @param url where the demo third party runs, without a slash at the end.
 */
export async function ensureDemoApp(context: DemoContext, utilityId: number, url: string): Promise<DemoApp> {
  const { db, clock, secretKey } = context;
  const { id, uid } = await ensureRegistration(context, utilityId);
  await insertRedirectUri(db, {
    clientId: id,
    uri: `${url}/callback`,
    state: 'approved',
    since: clock.now(),
  });
  await updateNotifyUri(db, id, `${url}/notify`);
  const client = await findClientView(db, id);
  if (client === undefined) throw new RangeError(`The registration ${uid} of the demo is gone`);
  return {
    name,
    developerEmail,
    applicationUid: uid,
    clientId: client.clientId,
    clientSecret: openSecret(secretKey, client.secretCiphertext),
    registrationToken: await demoToken(context, { kind: 'registration_access_token', uid, clientId: id }),
  };
}
