import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCredentials } from '../../src/services/account/check-credentials.ts';
import { identifyByLookup } from '../../src/services/customer/identify-by-lookup.ts';
import { findUtilityOf } from '../../src/services/registration/find-utility.ts';
import { entryText, feedText, textRoot } from '../support/green-button-text.ts';
import { type Journey, openJourney } from '../support/journey.ts';

const root = `${textRoot}/RetailCustomer/1/Customer`;
const element = (name: string, inner: string): string =>
  `<${name} xmlns="http://naesb.org/espi/customer">${inner}</${name}>`;
const customerFile = feedText(
  entryText(element('Customer', '<customerName>Ada</customerName>'), { self: `${root}/1`, up: root }),
  entryText(
    element(
      'CustomerAccount',
      `<contactInfo>
         <streetAddress><postalCode>M5V 2T6</postalCode></streetAddress>
         <electronicAddress><email1>ada@example.org</email1></electronicAddress>
       </contactInfo>
       <accountId>4711-0815</accountId>`,
    ),
    { self: `${root}/1/CustomerAccount/1`, up: `${root}/1/CustomerAccount` },
  ),
);

describe('a utility of one’s own, by the commands of docs/operations.md', () => {
  const ipAddress = '192.0.2.1';
  let journey: Journey;
  let utilityId: number;
  beforeAll(async () => {
    journey = await openJourney();
    const create = ['utility', 'create', 'town', '--name', 'Town Power', '--time-zone', 'America/Toronto'];
    await journey.json(...create);
    utilityId = (await findUtilityOf(journey, { slug: 'town' }))?.id ?? 0;
  });
  afterAll(() => journey.close());

  it('an operator signs in with the password that was printed', async () => {
    const { password } = await journey.json<{ password: string }>(
      ...['operator', 'create', 'olive@town.example', '--name', 'Olive'],
    );
    const input = { area: 'operator', utilityId, email: 'olive@town.example', password, ipAddress } as const;
    expect(await checkCredentials(journey, input)).toMatchObject({ outcome: 'known' });
  });

  it('a customer of an imported file shows an account number and a fact, and gets a code by mail', async () => {
    expect((await journey.run('import', journey.file('customers.xml', customerFile))).code).toBe(0);
    const offered = journey.file('sign-in.json', '{"identify": [{"kind": "lookup", "fact": "postal_code"}]}');
    const set = await journey.run('utility', 'customers', '--set', offered);
    expect(JSON.parse(set.stdout)).toMatchObject({ identify: [{ kind: 'lookup', fact: 'postal_code' }] });
    const lookUp = (value: string) =>
      identifyByLookup(journey, {
        ...{ utilityId, ipAddress, sessionHash: 'a'.repeat(64), language: 'en', account: '4711 0815' },
        ...{ fact: 'postal_code', value },
        mailOf: ({ code }) => ({ subject: 'code', text: code, html: code }),
      });
    expect(await lookUp('M5V2T6')).toEqual({ outcome: 'code_sent' });
    expect(await lookUp('K1A0B1')).toEqual({ outcome: 'not_matched' });
    const mails = await journey.db.query<{ to: string }>('select to_address as to from mail');
    expect(mails).toEqual([{ to: 'ada@example.org' }]);
  });
});
