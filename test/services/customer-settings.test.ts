import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecret } from '../../src/platform/crypto.ts';
import { changeCustomerSettings } from '../../src/services/customer/change-customer-settings.ts';
import { customerSettingsOf } from '../../src/services/customer/consent-offer.ts';
import { findOpenidSetting } from '../../src/services/customer/identify-methods.ts';
import { createUtility } from '../../src/services/registration/create-utility.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Utility } from '../../src/storage/utilities.ts';
import { openTestDatabase } from '../support/database.ts';

const secretKey = Buffer.alloc(32, 7);
let db: Database;
let utility: Utility;
beforeEach(async () => {
  db = await openTestDatabase();
  utility = await createUtility(
    { db },
    { slug: 'demo', name: 'Demo', timeZone: 'America/Toronto', currency: 124 },
  );
});
afterEach(() => db.close());

const change = async (input: unknown): Promise<void> => {
  utility = await changeCustomerSettings({ db, secretKey }, { utility, input });
};
const provider = { kind: 'openid', issuer: 'https://login.example', clientId: 'meterhouse' };

test('what is not named stays; the secret of a provider is sealed, and stays too', async () => {
  await change({ identify: [{ ...provider, clientSecret: 'told once' }], remindDays: 14 });
  await change({ identify: [{ kind: 'email_code' }, { ...provider, customerClaim: 'customer_number' }] });
  const stored = findOpenidSetting(utility);
  expect(openSecret(secretKey, stored?.clientSecretCiphertext ?? '')).toBe('told once');
  expect(JSON.stringify(utility)).not.toContain('told once');
  expect(customerSettingsOf(utility)).toMatchObject({ remindDays: 14, longestMonths: 36 });
});

test.each([
  [{ identify: [] }, 'identify'],
  [{ identify: [{ kind: 'lookup', fact: 'shoe_size' }] }, 'identify.0.fact'],
  [{ identify: [{ ...provider, clientId: 'another' }] }, 'identify'],
  [{ remindDay: 3 }, 'remindDay'],
  [{ longestMonths: 0.5 }, 'longestMonths'],
  ['text', 'the document'],
])('%j is refused, naming the place', async (input, place) => {
  await expect(change(input)).rejects.toThrow(place);
  await expect(change(input)).rejects.toMatchObject({ code: 'invalid_input' });
});
