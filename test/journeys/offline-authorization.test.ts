import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt } from '../conformance/atom-document.ts';
import { entriesOf, readingsOf } from '../support/feed-facts.ts';
import { blockText, feedText, meterEntries } from '../support/green-button-text.ts';
import {
  addThirdParty,
  addUtility,
  authorize,
  type Journey,
  type NewThirdParty,
  openJourney,
  tokenOf,
} from '../support/journey.ts';
import { at } from '../support/seed/readings.ts';
import { hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

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

  it('is in the audit, as the word of an operator', async () => {
    const granted = await authorize(
      journey,
      'Acme',
      '--customer',
      'ada',
      '--meters',
      'all',
      '--scope',
      'FB=4',
    );
    const audit = await journey.db.query(
      `select actor_kind as actor, action, detail ->> 'scope' as scope from audit_event where target = $1`,
      [granted.uid],
    );
    expect(audit).toEqual([{ actor: 'operator', action: 'authorization.granted', scope: 'FB=4' }]);
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
