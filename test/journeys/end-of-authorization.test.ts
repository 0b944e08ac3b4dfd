import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textAt } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { entriesOf } from '../support/feed-facts.ts';
import { blockText, feedText, meterEntries } from '../support/green-button-text.ts';
import {
  addThirdParty,
  addUtility,
  authorize,
  type Journey,
  type NewAuthorization,
  openJourney,
  tokenOf,
} from '../support/journey.ts';
import { at } from '../support/seed/readings.ts';

describe('an authorization that has ended opens nothing, from the next request on', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
    await addUtility(journey, 'town');
    await addThirdParty(journey, 'Acme');
    const { point, reading, type, blocks } = meterEntries('a', [blockText(at('2026-02-06T05:00'), [1, 2])]);
    const file = journey.file('a.xml', feedText(point, reading, type, ...blocks));
    await journey.json('import', file, '--customer', 'ada');
  });
  afterAll(async () => await journey.close());

  const grant = (...more: string[]): Promise<NewAuthorization> =>
    authorize(journey, 'Acme', '--customer', 'ada', '--meters', 'all', ...more);

  const statusOf = async (granted: NewAuthorization): Promise<string | undefined> => {
    const client = tokenOf(granted, 'client_access_token');
    const [entry] = entriesOf(await journey.read(`/Authorization/${granted.uid}`, client), 'Authorization');
    return entry && textAt(entry.content, 'status');
  };

  /** Every address that the access token opened, now. */
  const opened = async (granted: NewAuthorization): Promise<string[]> => {
    const feed = await journey.read(granted.resourceURI, tokenOf(granted));
    const customer = granted.resourceURI.replace('/Subscription/', '/RetailCustomer/');
    return [granted.resourceURI, customer, ...feed.entries.map((entry) => addressOf(entry, 'self'))];
  };

  it('the operator ends it: every address is 401, the third party still sees that it ended', async () => {
    const granted = await grant();
    const addresses = await opened(granted);
    expect(await statusOf(granted)).toBe('1');
    expect((await journey.run('authorization', 'end', granted.uid, '--note', 'moved out')).code).toBe(0);
    for (const address of addresses)
      expect([address, (await journey.ask(address, tokenOf(granted))).status]).toEqual([address, 401]);
    expect(await statusOf(granted)).toBe('0');
    expect((await journey.run('authorization', 'end', granted.uid)).code).toBe(3);
    await expect(
      journey.run(
        'token',
        'issue',
        '--kind',
        'access_token',
        '--third-party',
        'Acme',
        '--authorization',
        granted.uid,
      ),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('the third party ends it itself, once or twice', async () => {
    const granted = await grant();
    const client = tokenOf(granted, 'client_access_token');
    for (const _ of ['first', 'second'])
      expect((await journey.ask(`/Authorization/${granted.uid}`, client, 'DELETE')).status).toBe(200);
    expect((await journey.ask(granted.resourceURI, tokenOf(granted))).status).toBe(401);
    expect(await statusOf(granted)).toBe('0');
  });

  it('its last day passes: nobody has to do anything', async () => {
    const end = new Date(journey.clock.now() + 3_600_000).toISOString().replace('.000Z', 'Z');
    const granted = await grant('--end', end);
    expect((await journey.ask(granted.resourceURI, tokenOf(granted))).status).toBe(200);
    journey.clock.advance(3_600_000);
    expect((await journey.ask(granted.resourceURI, tokenOf(granted))).status).toBe(401);
    expect(await statusOf(granted)).toBe('0');
  });

  it('another one of the same third party goes on, and the list shows all of them', async () => {
    const ended = await grant();
    const alive = await grant();
    await journey.run('authorization', 'end', ended.uid);
    expect((await journey.ask(alive.resourceURI, tokenOf(alive))).status).toBe(200);
    expect((await journey.ask(alive.resourceURI, tokenOf(ended))).status).toBe(401);
    const client = tokenOf(alive, 'client_access_token');
    const listed = entriesOf(await journey.read('/Authorization', client), 'Authorization');
    const active = listed.filter(({ content }) => textAt(content, 'status') === '1');
    expect(listed.length).toBeGreaterThan(active.length);
    expect(active.map((entry) => addressOf(entry, 'self').split('/').at(-1))).toEqual([alive.uid]);
  });
});
