import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt } from '../conformance/atom-document.ts';
import { entriesOf, readingsOf } from '../support/feed-facts.ts';
import { blockText, feedText, meterEntries } from '../support/green-button-text.ts';
import {
  addThirdParty,
  addUtility,
  authorize,
  commandsOf,
  type Journey,
  type NewThirdParty,
  openJourney,
  tokenOf,
} from '../support/journey.ts';
import { openPortal, type Portal, portalUrl } from '../support/portal.ts';
import { openOperator } from '../support/registering.ts';
import { at } from '../support/seed/readings.ts';
import { hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

/** The first line of the story of Ada's authorization, as operators read it. */
async function firstLine(portal: Portal, language: string): Promise<string | undefined> {
  const operator = await openOperator(portal);
  const url = `/DataCustodian/example/operator/authorizations/authfull?lang=${language}`;
  const { html } = await operator.get(url);
  return /<tbody><tr><td[^>]*><time[^>]*>[^<]*<\/time><\/td><th[^>]*>([^<]*)<\/th>/.exec(
    html.slice(html.search(/Timeline|Chronologie/)),
  )?.[1];
}

describe('the page of an authorization says who gave it', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await openPortal();
  });
  afterAll(async () => {
    expect(portal.errors).toEqual([]);
    await portal.close();
  });

  it.each([
    ['entered', 'Entered by an operator', 'Saisie par le personnel du distributeur'],
    [
      'entered_by_command',
      'Entered by an operator on the command line',
      'Saisie par le personnel du distributeur, en ligne de commande',
    ],
    // As it was kept before: there is no evidence of a consent.
    ['granted', 'Entered by an operator', 'Saisie par le personnel du distributeur'],
  ])('%s', async (event, english, french) => {
    await portal.db.query(
      `update authorization_event set event = $1
       where authorization_id = (select id from "authorization" where uid = 'authfull')
         and event in ('entered', 'entered_by_command', 'granted')`,
      [event],
    );
    expect([await firstLine(portal, 'en'), await firstLine(portal, 'fr')]).toEqual([english, french]);
  });

  it('a consent is one', async () => {
    await portal.db.query(
      `insert into consent_evidence (utility_id, client_id, customer_id, authorization_id, decision, text_version,
         language, choices, identified_by, ip_address, user_agent, at)
       select utility_id, client_id, customer_id, id, 'share', 'v1', 'en', '{}', 'password', '::1', '', 0
       from "authorization" where uid = 'authfull'`,
    );
    expect(await firstLine(portal, 'en')).toBe('Customer consented');
  });
});

describe('an operator who holds a signed form authorizes a third party by hand', () => {
  let journey: Journey;
  let acme: NewThirdParty;
  beforeAll(async () => {
    journey = await openJourney();
    await addUtility(journey, 'town');
    acme = await addThirdParty(journey, 'Acme');
    const { point, reading, type, blocks } = meterEntries('a', [
      blockText(at('2026-03-06T05:00'), [1, 2, 3]),
    ]);
    const file = journey.file('a.xml', feedText(point, reading, type, ...blocks));
    await journey.json('import', file, '--customer', 'ada');
  });
  afterAll(async () => await journey.close());

  it('each of the three tokens opens what it is for, and the batch is there at once', async () => {
    const granted = await authorize(journey, 'Acme', '--customer', 'ada', '--meters', 'all');
    expect(granted.tokens.map(({ kind }) => kind).sort()).toEqual([
      'access_token',
      'client_access_token',
      'registration_access_token',
    ]);
    const { status, text } = await journey.ask(granted.resourceURI, tokenOf(granted));
    expect(status).toBe(200);
    if (hasShared) expect(validateXsd(text, '4.0')).toEqual([]);
    expect(readingsOf(await journey.read(granted.resourceURI, tokenOf(granted)))).toHaveLength(3);

    const client = tokenOf(granted, 'client_access_token');
    const [entry] = entriesOf(await journey.read(`/Authorization/${granted.uid}`, client), 'Authorization');
    expect(entry && textAt(entry.content, 'resourceURI')).toBe(granted.resourceURI);
    const customerUri = (entry && textAt(entry.content, 'customerResourceURI')) ?? '';
    expect(entriesOf(await journey.read(customerUri, tokenOf(granted)), 'Customer')).toHaveLength(1);
    expect((await journey.ask('/ReadServiceStatus', client)).status).toBe(200);

    const registration = tokenOf(granted, 'registration_access_token');
    const application = await journey.ask(`/ApplicationInformation/${acme.uid}`, registration);
    expect([application.status, application.text.includes(acme.client_secret)]).toEqual([200, true]);
  });

  it('is in the audit and in its story, as the word of an operator', async () => {
    const words = ['--customer', 'ada', '--meters', 'all', '--scope', 'FB=4', '--note', 'paper form 17'];
    const granted = await authorize(journey, 'Acme', ...words);
    const audit = await journey.db.query(
      `select actor_kind as actor, action, detail ->> 'scope' as scope, detail ->> 'by' as by,
         detail ->> 'note' as note from audit_event where target = $1`,
      [granted.uid],
    );
    expect(audit).toEqual([
      {
        ...{ actor: 'operator', action: 'authorization.granted', scope: 'FB=4' },
        ...{ by: 'command', note: 'paper form 17' },
      },
    ]);
    const story = await journey.db.query(
      `select event, note from authorization_event e join "authorization" a on a.id = e.authorization_id
       where a.uid = $1 order by e.id limit 1`,
      [granted.uid],
    );
    expect(story).toEqual([{ event: 'entered_by_command', note: 'paper form 17' }]);
  });

  it('what the scope says of history and end is what holds', async () => {
    const scope = `FB=4;HistoryLength=86400;PreferredAuthEndDate=${at('2030-01-01T00:00')}`;
    const bounded = await authorize(
      journey,
      'Acme',
      '--meters',
      'all',
      '--customer',
      'ada',
      '--scope',
      scope,
    );
    expect(readingsOf(await journey.read(bounded.resourceURI, tokenOf(bounded)))).toEqual([]);
    const client = tokenOf(bounded, 'client_access_token');
    const [entry] = entriesOf(await journey.read(`/Authorization/${bounded.uid}`, client), 'Authorization');
    const { start = '', duration = '' } = Object.fromEntries(
      ['start', 'duration'].map((name) => [
        name,
        (entry && textAt(entry.content, 'authorizedPeriod', name)) ?? '',
      ]),
    );
    expect(Number(start) + Number(duration)).toBe(at('2030-01-01T00:00'));
    const said = ['--data-start', '2026-03-01T00:00:00Z'];
    const more = await authorize(
      journey,
      'Acme',
      '--meters',
      'all',
      '--customer',
      'ada',
      '--scope',
      scope,
      ...said,
    );
    expect(readingsOf(await journey.read(more.resourceURI, tokenOf(more)))).toHaveLength(3);
  });

  it('a scope without customer data opens no customer data, and names none', async () => {
    const granted = await authorize(
      journey,
      'Acme',
      '--customer',
      'ada',
      '--meters',
      'all',
      '--scope',
      'FB=1_3_4_5_39',
    );
    const customer = granted.resourceURI.replace('/Subscription/', '/RetailCustomer/');
    expect((await journey.ask(customer, tokenOf(granted))).status).toBe(403);
    const text = (await journey.ask(`/Authorization/${granted.uid}`, tokenOf(granted, 'client_access_token')))
      .text;
    expect(text).not.toContain('customerResourceURI');
    expect(text).toContain('<scope>FB=1_3_4_5_39</scope>');
  });

  it('a token of one hour is good for an hour; another is issued', async () => {
    const granted = await authorize(
      journey,
      'Acme',
      '--customer',
      'ada',
      '--meters',
      'all',
      '--lifetime',
      '1h',
    );
    journey.clock.advance(3_599_000);
    expect((await journey.ask(granted.resourceURI, tokenOf(granted))).status).toBe(200);
    journey.clock.advance(2_000);
    expect((await journey.ask(granted.resourceURI, tokenOf(granted))).status).toBe(401);
    const [fresh] = await journey.json<{ token: string }[]>(
      'token',
      'issue',
      '--kind',
      'access_token',
      '--third-party',
      'Acme',
      '--authorization',
      granted.uid,
    );
    expect((await journey.ask(granted.resourceURI, fresh?.token)).status).toBe(200);
  });
});

describe('an app in the sandbox', () => {
  let portal: Portal;
  let run: Journey['run'];
  beforeAll(async () => {
    portal = await openPortal();
    run = commandsOf({ ...portal, secretKey: Buffer.alloc(32, 7), publicUrl: portalUrl });
    await portal.db.query(`update client set state = 'waiting' where uid = 'clienttwo'`);
    await portal.db.query(`update usage_point set customer_id = null where source_key = 'cabin-electric'`);
  });
  afterAll(() => portal.close());

  const create = (...words: readonly string[]) =>
    run('authorization', 'create', '--third-party', 'clienttwo', '--scope', 'FB=4', ...words);
  const authorizations = () =>
    portal.db.query<{ test: boolean }>(
      `select test from "authorization" where client_id = (select id from client where uid = 'clienttwo') order by id`,
    );

  it.each([
    ['another customer', ['--customer', 'bob', '--meters', 'all']],
    ['a meter of another customer', ['--meters', 'flat-electric']],
    ['a meter of nobody', ['--meters', 'cabin-electric']],
  ])('is not given %s by hand either', async (_, words) => {
    const before = await authorizations();
    await expect(create(...words)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/"Third Party two" is in the sandbox.*Name one, or let it go live/),
    });
    expect(await authorizations()).toEqual(before);
  });

  it('is given a test customer, and the authorization is one of the sandbox', async () => {
    expect((await create('--customer', 'ada', '--meters', 'home-electric')).code).toBe(0);
    expect((await authorizations()).at(-1)).toEqual({ test: true });
  });

  it('is given nothing while it is stopped, and everything once it is live', async () => {
    const to = (state: string) =>
      portal.db.query(`update client set state = $1 where uid = 'clienttwo'`, [state]);
    await to('suspended');
    await expect(create('--customer', 'ada', '--meters', 'all')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('is stopped'),
    });
    await to('live');
    expect((await create('--customer', 'bob', '--meters', 'all')).code).toBe(0);
    expect((await authorizations()).at(-1)).toEqual({ test: false });
  });
});
