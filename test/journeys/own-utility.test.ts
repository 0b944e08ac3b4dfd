import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCredentials } from '../../src/services/account/check-credentials.ts';
import { findUtilityOf } from '../../src/services/registration/find-utility.ts';
import { blockText, entryText, feedText, meterEntries, textRoot } from '../support/green-button-text.ts';
import { addThirdParty, type Journey, openJourney } from '../support/journey.ts';
import { openPages } from '../support/portal.ts';
import { at } from '../support/seed/readings.ts';
import { openVisitor, type Visitor } from '../support/visitor.ts';

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
  let app: FastifyInstance;
  let errors: object[];
  let utilityId: number;
  let clientId: string;
  beforeAll(async () => {
    journey = await openJourney();
    ({ app, errors } = await openPages(journey));
    const create = ['utility', 'create', 'town', '--name', 'Town Power', '--time-zone', 'America/Toronto'];
    await journey.json(...create);
    utilityId = (await findUtilityOf(journey, { slug: 'town' }))?.id ?? 0;
    ({ client_id: clientId } = await addThirdParty(journey, 'Acme'));
  });
  afterAll(async () => {
    expect(errors).toEqual([]);
    await app.close();
    await journey.close();
  });

  /** A browser that Acme sent to the utility. */
  const sentByAcme = async (): Promise<Visitor> => {
    const visitor = openVisitor(app);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      scope: 'FB=4_5',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await visitor.get(`/DataCustodian/oauth/authorize?${query}`);
    return visitor;
  };

  it('an operator signs in with the password that was printed', async () => {
    const { password } = await journey.json<{ password: string }>(
      ...['operator', 'create', 'olive@town.example', '--name', 'Olive'],
    );
    const input = { area: 'operator', utilityId, email: 'olive@town.example', password, ipAddress } as const;
    expect(await checkCredentials(journey, input)).toMatchObject({ outcome: 'known' });
  });

  it('before there are customers nobody is offered a way that leads nowhere', async () => {
    const visitor = await sentByAcme();
    expect(visitor.page().html).toContain('Town Power has not set up a way to sign in yet.');
    expect(visitor.page().html).not.toContain('name="method"');
  });

  describe('with a customer of an imported file', () => {
    let password: string;
    beforeAll(async () => {
      await journey.json('import', journey.file('customers.xml', customerFile));
      const [{ key } = { key: '' }] = (await journey.run('customer', 'list', '--json')).stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { key: string });
      const { point, reading, type, blocks } = meterEntries('a', [
        blockText(at('2026-03-06T05:00'), [1, 2, 3]),
      ]);
      const readings = journey.file('readings.xml', feedText(point, reading, type, ...blocks));
      await journey.json('import', readings, '--customer', key);
      ({ password } = await journey.json<{ password: string }>(
        ...['customer', 'account', 'create', 'grace@example.org', '--customer', '4711-0815'],
      ));
    });

    /** The code of the newest mail, where no mail leaves the server; and where it would go. */
    const newestCode = async (): Promise<{ code: string; to: string }> => {
      const [mail] = await journey.db.query<{ text: string; to: string }>(
        'select text_part as text, to_address as to from mail order by id desc limit 1',
      );
      return { code: /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? '', to: mail?.to ?? '' };
    };

    const ways: Record<string, () => Record<string, string>> = {
      lookup: () => ({ account: '4711 0815', fact: 'm5v2t6' }),
      email_code: () => ({ email: 'ada@example.org' }),
      password: () => ({ email: 'grace@example.org', password }),
    };

    it('the ways on the page are these', async () => {
      const { html } = (await sentByAcme()).page();
      const links = [...html.matchAll(/\?method=(\w+)"/g)].map(([, way]) => way);
      expect([/name="method" value="(\w+)"/.exec(html)?.[1], ...links].sort()).toEqual(
        Object.keys(ways).sort(),
      );
    });

    it.each(Object.entries(ways))('%s leads to what is shared with a third party', async (method, fields) => {
      const visitor = await sentByAcme();
      const { url } = visitor.page();
      await visitor.post(url, { method, ...fields() });
      if (method !== 'password') {
        const { code, to } = await newestCode();
        expect(to).toBe('ada@example.org');
        await visitor.post(`${url}/code`, { code });
      }
      expect(visitor.page().title).toBe('Acme is asking to see your energy data');
      const meter = /name="meter"[^>]*value="([^"]+)"/.exec(visitor.page().html)?.[1] ?? '';
      await visitor.post(visitor.page().url, {
        ...{ decision: 'share', meter, history: '24', duration: 'until_stopped' },
      });
      expect(visitor.page().url).toMatch(/\/receipt$/);
      const [newest] = (
        await journey.json<{ thirdParty: string; meters: string[] }[]>('authorization', 'list')
      ).slice(-1);
      expect(newest).toMatchObject({ thirdParty: 'Acme', meters: [expect.stringContaining('UsagePoint/a')] });
    });

    it('wrong facts, a wrong password and an unknown address open nothing', async () => {
      const wrong: Record<string, Record<string, string>> = {
        lookup: { account: '4711 0815', fact: 'K1A0B1' },
        password: { email: 'grace@example.org', password: 'not the one that was printed' },
      };
      for (const [method, fields] of Object.entries(wrong)) {
        const visitor = await sentByAcme();
        expect((await visitor.post(visitor.page().url, { method, ...fields })).status).toBe(422);
      }
      const visitor = await sentByAcme();
      const { url } = visitor.page();
      const before = await newestCode();
      await visitor.post(url, { method: 'email_code', email: 'somebody@example.org' });
      expect(await newestCode()).toEqual(before);
      expect((await visitor.post(`${url}/code`, { code: before.code })).status).toBe(422);
    });

    it('the ways can be chosen', async () => {
      const offered = journey.file(
        'sign-in.json',
        '{"identify": [{"kind": "lookup", "fact": "postal_code"}]}',
      );
      const set = await journey.run('utility', 'customers', '--set', offered);
      expect(JSON.parse(set.stdout)).toMatchObject({ identify: [{ kind: 'lookup', fact: 'postal_code' }] });
      expect((await sentByAcme()).page().html).not.toContain('?method=');
    });
  });
});
