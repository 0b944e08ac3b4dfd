import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentFact } from '../conformance/atom-document.ts';
import { addressOf } from '../conformance/atom-rules.ts';
import { entriesOf, readingsOf } from '../support/feed-facts.ts';
import { blockText, feedText, meterEntries } from '../support/green-button-text.ts';
import {
  addThirdParty,
  addUtility,
  authorize,
  type Journey,
  type NewAuthorization,
  type NewThirdParty,
  openJourney,
  tokenOf,
} from '../support/journey.ts';
import { at } from '../support/seed/readings.ts';

const towns = ['north', 'south'] as const;
type Town = (typeof towns)[number];
const first: Readonly<Record<Town, number>> = { north: 1000, south: 2000 };

function fileOf(town: Town): string {
  // The same names in both: whoever made the files knew nothing of the other utility.
  const values = Array.from({ length: 24 }, (_, hour) => first[town] + hour);
  const { point, reading, type, blocks } = meterEntries('a', [blockText(at('2026-02-06T05:00'), values)]);
  return feedText(point, reading, type, ...blocks);
}

describe('two utilities on one installation, with customers, meters and third parties of the same names', () => {
  let journey: Journey;
  const parties = {} as Record<Town, NewThirdParty>;
  const grants = {} as Record<Town, NewAuthorization>;
  const feeds = {} as Record<Town, DocumentFact>;
  beforeAll(async () => {
    journey = await openJourney();
    for (const town of towns) {
      await addUtility(journey, town);
      const at = ['--utility', town];
      parties[town] = await addThirdParty(journey, 'Acme', ...at);
      const file = journey.file(`${town}.xml`, fileOf(town));
      await journey.json('import', file, '--customer', 'ada', ...at);
      grants[town] = await authorize(journey, 'Acme', '--customer', 'ada', '--meters', 'all', ...at);
      feeds[town] = await journey.read(grants[town].resourceURI, tokenOf(grants[town]));
    }
  });
  afterAll(async () => await journey.close());

  it('each sees its own readings', () => {
    for (const town of towns) {
      const values = readingsOf(feeds[town]).map((reading) => Number(reading.split(' ')[1]));
      expect(values).toEqual(Array.from({ length: 24 }, (_, hour) => first[town] + hour));
    }
  });

  it('no address, id or identifier of the one occurs in the other', () => {
    const namesOf = ({ entries }: DocumentFact): string[] =>
      entries.flatMap((entry) => [...entry.ids, addressOf(entry, 'self')]);
    const south = new Set(namesOf(feeds.south));
    expect(namesOf(feeds.north).filter((name) => south.has(name))).toEqual([]);
    const uids = towns.map((town) =>
      addressOf(feeds[town].entries[0] ?? never(), 'self')
        .split('/')
        .at(-1),
    );
    expect(uids[0]).not.toBe(uids[1]);
  });

  it.each([
    ['north', 'south'],
    ['south', 'north'],
  ] as const)('the third party of %s finds nothing of %s, with none of its tokens', async (own, foreign) => {
    const addresses = [
      grants[foreign].resourceURI,
      grants[foreign].resourceURI.replace('/Subscription/', '/RetailCustomer/'),
      `/Authorization/${grants[foreign].uid}`,
      `/Bulk/${parties[foreign].bulk_uid}`,
      `/ApplicationInformation/${parties[foreign].uid}`,
      ...feeds[foreign].entries.map((entry) => addressOf(entry, 'self')),
      ...feeds[foreign].entries.map((entry) =>
        addressOf(entry, 'self').replace(grants[foreign].uid, grants[own].uid),
      ),
    ];
    for (const { kind, token } of grants[own].tokens) {
      for (const address of addresses) {
        const { status } = await journey.ask(address, token);
        expect([kind, address, status === 403 || status === 404]).toEqual([kind, address, true]);
      }
    }
  });

  it('collections without an owner in their path show each its own', async () => {
    for (const town of towns) {
      const access = tokenOf(grants[town]);
      const own = new Set(feeds[town].entries.map((entry) => addressOf(entry, 'self')));
      for (const path of ['/ReadingType', '/LocalTimeParameters']) {
        const { entries } = await journey.read(path, access);
        expect(entries.map((entry) => own.has(addressOf(entry, 'self')))).toEqual([true]);
      }
      const client = tokenOf(grants[town], 'client_access_token');
      const listed = entriesOf(await journey.read('/Authorization', client), 'Authorization');
      expect(listed.map((entry) => addressOf(entry, 'self').split('/').at(-1))).toEqual([grants[town].uid]);
    }
  });

  it('a command that does not say which utility is meant is refused, and does nothing', async () => {
    const file = journey.file('again.xml', fileOf('north'));
    await expect(journey.run('import', file, '--customer', 'ada')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/north.*south/),
    });
    await expect(
      journey.run('authorization', 'create', '--third-party', 'Acme', '--customer', 'ada', '--meters', 'all'),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('a third party of one utility cannot be authorized by the other', async () => {
    await addThirdParty(journey, 'Northern', '--utility', 'north');
    await expect(
      journey.run(
        'authorization',
        'create',
        '--third-party',
        'Northern',
        '--customer',
        'ada',
        '--meters',
        'all',
        '--utility',
        'south',
      ),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

function never(): never {
  throw new Error('The feed is empty');
}
