import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countNouns, cursorOf, readingsOf } from '../support/feed-facts.ts';
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

const start = at('2026-02-06T05:00');
const dayOf = (day: number): string =>
  blockText(
    start + day * 86_400,
    Array.from({ length: 24 }, (_, hour) => 100 * day + hour),
  );

function fileOf(name: string, days: readonly number[]): string {
  const { point, reading, type, blocks } = meterEntries(name, days.map(dayOf));
  return feedText(point, reading, type, ...blocks);
}

describe("an operator imports last night's file", () => {
  let journey: Journey;
  let mine: NewAuthorization;
  let other: NewAuthorization;
  let cursor: string;
  beforeAll(async () => {
    journey = await openJourney();
    await addUtility(journey, 'town');
    await addThirdParty(journey, 'Acme');
    await addThirdParty(journey, 'Other');
    const past = [0, 1, 2];
    await journey.json('import', journey.file('ada.xml', fileOf('ada', past)), '--customer', 'ada');
    await journey.json('import', journey.file('bob.xml', fileOf('bob', past)), '--customer', 'bob');
    mine = await authorize(journey, 'Acme', '--customer', 'ada', '--meters', 'all');
    other = await authorize(journey, 'Other', '--customer', 'bob', '--meters', 'all');
    cursor = cursorOf(await journey.read(mine.resourceURI, tokenOf(mine)));
    journey.clock.advance(86_400_000);
    const night = journey.file('night.xml', fileOf('ada', [3]));
    expect(await journey.json('import', night, '--customer', 'ada')).toMatchObject({
      files: [{ readings: { created: 24, changed: 0, unchanged: 0, rejected: 0 } }],
    });
  });
  afterAll(async () => await journey.close());

  it('the third party that may see it asks since its last feed, and gets that night and nothing else', async () => {
    // The cursor is the stamp of the last thing that was seen, which comes again; a moment later it does not.
    const since = new Date(Date.parse(cursor) + 1).toISOString();
    const feed = await journey.read(`${mine.resourceURI}?updated-min=${since}`, tokenOf(mine));
    expect(countNouns(feed)).toEqual({
      UsagePoint: 1,
      LocalTimeParameters: 1,
      MeterReading: 1,
      ReadingType: 1,
      IntervalBlock: 1,
    });
    expect(readingsOf(feed)).toEqual(
      Array.from({ length: 24 }, (_, hour) => `${start + 3 * 86_400 + hour * 3600} ${300 + hour}`),
    );
    expect(Date.parse(cursorOf(feed))).toBe(journey.clock.now());
  });

  it('the same file again changes nothing, and nothing is new', async () => {
    const before = cursorOf(await journey.read(mine.resourceURI, tokenOf(mine)));
    journey.clock.advance(3_600_000);
    const again = journey.file('night-again.xml', fileOf('ada', [3]));
    expect(await journey.json('import', again, '--customer', 'ada')).toMatchObject({
      files: [{ readings: { created: 0, changed: 0, unchanged: 24, rejected: 0 } }],
    });
    const since = new Date(Date.parse(before) + 1).toISOString();
    const feed = await journey.read(`${mine.resourceURI}?updated-min=${since}`, tokenOf(mine));
    expect(countNouns(feed)).toEqual({});
    expect(cursorOf(feed)).toBe(before);
  });

  it('nobody else sees it: not the other third party, not with the other token, not without any', async () => {
    const theirs = await journey.read(`${other.resourceURI}?updated-min=${cursor}`, tokenOf(other));
    expect(readingsOf(theirs).filter((reading) => / 3\d\d$/.test(reading))).toEqual([]);
    expect((await journey.ask(mine.resourceURI, tokenOf(other))).status).toBe(404);
    expect((await journey.ask(mine.resourceURI, tokenOf(mine, 'client_access_token'))).status).toBe(403);
    expect((await journey.ask(mine.resourceURI)).status).toBe(401);
  });
});
