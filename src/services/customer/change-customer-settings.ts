import { z } from 'zod';
import { dataKinds } from '../../espi/function-block-table.ts';
import { sealSecret } from '../../platform/crypto.ts';
import { AppError } from '../../platform/errors.ts';
import type { CustomerSettings, IdentifySetting, OpenidSetting } from '../../storage/customer-settings.ts';
import type { Database } from '../../storage/database.ts';
import type { Utility } from '../../storage/utilities.ts';
import { changeUtility } from '../registration/change-utility.ts';
import { findOpenidSetting } from './identify-methods.ts';

const openidShape = z.strictObject({
  kind: z.literal('openid'),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  /** Absent: the one that is stored for this issuer and client stays. */
  clientSecret: z.string().min(1).optional(),
  customerClaim: z.string().min(1).optional(),
});

const identifyShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password') }),
  z.strictObject({ kind: z.literal('email_code') }),
  z.strictObject({ kind: z.literal('test') }),
  z.strictObject({
    kind: z.literal('lookup'),
    fact: z.enum(['postal_code', 'bill_total', 'bill_date', 'meter_number', 'phone', 'last_name']),
  }),
  openidShape,
]);

const durations = z.enum(['once', 'until', 'until_stopped']);
const months = z.number().int().min(1).max(1200);

const shape = z
  .strictObject({
    identify: z.array(identifyShape).min(1),
    dataKinds: z.array(z.enum(dataKinds)).min(1),
    serviceKinds: z.array(z.number().int().min(0)).min(1),
    durations: z.array(durations).min(1),
    defaultDuration: durations,
    longestMonths: months,
    historyMonths: z.array(months).min(1),
    remindDays: z.number().int().min(1).max(365),
  })
  .partial();

type Input = z.infer<typeof shape>;

function read(input: unknown): Input {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
  throw new AppError('invalid_input', `customer settings, ${place}: ${issue?.message ?? 'cannot be read'}.`, {
    parameter: place,
    cause: parsed.error,
  });
}

/** The provider with its secret sealed; the stored one stays where none was given. */
function sealed(
  { clientSecret, customerClaim, ...rest }: z.infer<typeof openidShape>,
  { secretKey, before }: { readonly secretKey: Uint8Array; readonly before: OpenidSetting | undefined },
): OpenidSetting {
  const same = before?.issuer === rest.issuer && before.clientId === rest.clientId ? before : undefined;
  const clientSecretCiphertext =
    clientSecret === undefined ? same?.clientSecretCiphertext : sealSecret(secretKey, clientSecret);
  if (clientSecretCiphertext === undefined)
    throw new AppError(
      'invalid_input',
      'customer settings, identify: give the clientSecret of the OpenID provider.',
      {
        parameter: 'identify',
      },
    );
  return { ...rest, clientSecretCiphertext, ...(customerClaim === undefined ? {} : { customerClaim }) };
}

/**
 * Changes what a utility offers its customers: how they show who they are, and what they may choose. What is not
 * named stays.
 *
 * @param input as an operator wrote it.
 * @throws AppError `invalid_input` naming the place; `not_found`.
 */
export async function changeCustomerSettings(
  { db, secretKey }: { readonly db: Database; readonly secretKey: Uint8Array },
  { utility, input }: { readonly utility: Utility; readonly input: unknown },
): Promise<Utility> {
  const { identify, ...given } = read(input);
  const before = findOpenidSetting(utility);
  const ways = identify?.map(
    (setting): IdentifySetting =>
      setting.kind === 'openid' ? sealed(setting, { secretKey, before }) : setting,
  );
  const changed = Object.fromEntries(
    Object.entries({ ...given, identify: ways }).filter(([, value]) => value !== undefined),
  ) as Partial<CustomerSettings>;
  return await changeUtility({ db }, utility.slug, {
    settings: { customers: { ...utility.settings.customers, ...changed } },
  });
}
