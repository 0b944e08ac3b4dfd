import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf } from '../conformance/atom-rules.ts';
import { countNouns, entriesOf } from '../support/feed-facts.ts';
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

const day = blockText(
  at('2026-03-06T05:00'),
  Array.from({ length: 24 }, (_, hour) => hour),
);

describe('a customer of two meters shares one', () => {
  let journey: Journey;
  let one: NewAuthorization;
  let both: NewAuthorization;
  beforeAll(async () => {
    journey = await openJourney();
    await addUtility(journey, 'town');
    await addThirdParty(journey, 'Acme');
    await addThirdParty(journey, 'Landlord');
    for (const name of ['house', 'barn']) {
      const { point, reading, type, blocks } = meterEntries(name, [day]);
      const file = journey.file(`${name}.xml`, feedText(point, reading, type, ...blocks));
      await journey.json('import', file, '--customer', 'ada');
    }
    const { stdout } = await journey.run('customer', 'list', '--json');
    const { meters } = JSON.parse(stdout) as { meters: string[] };
    expect(meters).toHaveLength(2);
    const house = meters.find((key) => key.endsWith('house')) ?? '';
    one = await authorize(journey, 'Acme', '--customer', 'ada', '--meters', house);
    both = await authorize(journey, 'Landlord', '--customer', 'ada', '--meters', 'all');
  });
  afterAll(async () => await journey.close());

  it('the third party sees that one in every collection', async () => {
    const token = tokenOf(one);
    expect(countNouns(await journey.read(one.resourceURI, token))).toMatchObject({
      UsagePoint: 1,
      MeterReading: 1,
      ReadingType: 1,
      IntervalBlock: 1,
    });
    for (const path of [`/Subscription/${one.uid}/UsagePoint`, '/ReadingType', '/LocalTimeParameters'])
      expect((await journey.read(path, token)).entries).toHaveLength(1);
    expect(countNouns(await journey.read(both.resourceURI, tokenOf(both)))).toMatchObject({
      UsagePoint: 2,
      IntervalBlock: 2,
    });
  });

  it('every address of the other is 404 for it, written under its own authorization too', async () => {
    const all = await journey.read(both.resourceURI, tokenOf(both));
    const shared = new Set(
      (await journey.read(one.resourceURI, tokenOf(one))).entries.map((entry) =>
        addressOf(entry, 'self').replace(one.uid, both.uid),
      ),
    );
    const hidden = all.entries
      .map((entry) => addressOf(entry, 'self'))
      .filter((address) => !shared.has(address));
    expect(hidden.length).toBe(4);
    for (const address of hidden) {
      expect((await journey.ask(address, tokenOf(both))).status).toBe(200);
      for (const asked of [address, address.replace(both.uid, one.uid)])
        expect([asked, (await journey.ask(asked, tokenOf(one))).status]).toEqual([asked, 404]);
    }
    const [barn] = entriesOf(all, 'UsagePoint')
      .map((entry) => addressOf(entry, 'self'))
      .filter((address) => hidden.includes(address));
    const uid = barn?.split('/').at(-1);
    const batch = `/Batch/Subscription/${one.uid}/UsagePoint/${uid}`;
    expect((await journey.ask(batch, tokenOf(one))).status).toBe(404);
  });

  it('a meter of somebody else cannot be shared in her name', async () => {
    const { point, reading, type, blocks } = meterEntries('bob', [day]);
    const file = journey.file('bob.xml', feedText(point, reading, type, ...blocks));
    await journey.json('import', file, '--customer', 'bob');
    const { stdout } = await journey.run('customer', 'list', '--json');
    const meter = /"([^"]*bob)"\]/.exec(stdout)?.[1] ?? '';
    await expect(
      journey.run('authorization', 'create', '--third-party', 'Acme', '--customer', 'ada', '--meters', meter),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
