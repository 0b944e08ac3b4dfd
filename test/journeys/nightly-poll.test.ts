import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorOf, entriesOf, readingsOf, versionOf } from '../support/feed-facts.ts';
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
const days = 6;

/** What the utility knows of one meter: readings by day and hour. */
const truth = Array.from({ length: days }, (_, day) =>
  Array.from({ length: 24 }, (_, hour) => day * 100 + hour),
);

/** A client that goes on from the `updated` of its last feed, and keeps what it got by the block's address. */
class Poller {
  readonly #journey: Journey;
  readonly #grant: NewAuthorization;
  cursor = '';
  /** Versions of blocks that were new to it, in the order in which they came. */
  readonly seen: string[] = [];
  readonly #versions = new Set<string>();
  readonly readings = new Map<string, string>();

  constructor(journey: Journey, grant: NewAuthorization) {
    this.#journey = journey;
    this.#grant = grant;
  }

  /** @returns how many block versions came that it had not seen, and how many that it had. */
  async poll(): Promise<{ fresh: number; repeated: number }> {
    // EMILE cuts the milliseconds off.
    const since = this.cursor === '' ? '' : `?updated-min=${this.cursor.replace(/\.\d+Z$/, 'Z')}`;
    const feed = await this.#journey.read(this.#grant.resourceURI + since, tokenOf(this.#grant));
    let fresh = 0;
    const blocks = entriesOf(feed, 'IntervalBlock');
    for (const block of blocks) {
      const version = versionOf(block);
      if (this.#versions.has(version)) continue;
      this.#versions.add(version);
      this.seen.push(version);
      fresh += 1;
    }
    for (const reading of readingsOf(feed)) {
      const [from = '', value = ''] = reading.split(' ');
      this.readings.set(from, value);
    }
    this.cursor = cursorOf(feed);
    return { fresh, repeated: blocks.length - fresh };
  }
}

describe("a third party's nightly poll", () => {
  let journey: Journey;
  let poller: Poller;
  let files = 0;

  async function importDays(which: readonly number[]): Promise<void> {
    const texts = which.map((day) => blockText(start + day * 86_400, truth[day] ?? []));
    const { point, reading, type, blocks } = meterEntries('a', texts);
    files += 1;
    const file = journey.file(`night-${files}.xml`, feedText(point, reading, type, ...blocks));
    await journey.json('import', file, '--customer', 'ada');
  }

  function correct(day: number, hour: number, value: number): void {
    const values = truth[day];
    if (values !== undefined) values[hour] = value;
  }

  beforeAll(async () => {
    journey = await openJourney();
    await addUtility(journey, 'town');
    await addThirdParty(journey, 'Acme');
    await importDays([0, 1]);
    poller = new Poller(journey, await authorize(journey, 'Acme', '--customer', 'ada', '--meters', 'all'));
  });
  afterAll(async () => await journey.close());

  it('the first one brings everything', async () => {
    expect(await poller.poll()).toEqual({ fresh: 2, repeated: 0 });
  });

  it('each later one brings every change since, once: new days and corrected ones', async () => {
    const nights: readonly (readonly [change: () => Promise<void>, fresh: number])[] = [
      [() => importDays([2]), 1],
      [
        async () => {
          correct(0, 7, 999);
          await importDays([0, 3]);
        },
        2,
      ],
      // Nothing happened, and then a file that says what is known.
      [async () => undefined, 0],
      [() => importDays([0, 1, 2, 3]), 0],
      // Twice in one night: the last word counts.
      [
        async () => {
          correct(1, 3, 1);
          await importDays([1]);
          correct(1, 3, 2);
          await importDays([1]);
          await importDays([4]);
        },
        2,
      ],
      [
        async () => {
          correct(0, 7, 7);
          correct(4, 23, 5);
          await importDays([0, 4, 5]);
        },
        3,
      ],
    ];
    for (const [change, expected] of nights) {
      journey.clock.advance(86_400_000);
      await change();
      expect((await poller.poll()).fresh).toBe(expected);
    }
    expect(new Set(poller.seen).size).toBe(poller.seen.length);
    const known = [...poller.readings]
      .map(([from, value]) => [Number(from), Number(value)])
      .sort(([a = 0], [b = 0]) => a - b);
    expect(known).toEqual(truth.flat().map((value, hour) => [start + hour * 3600, value]));
  });

  it('with nothing new, only what carries the last stamp comes again, and the cursor stays', async () => {
    const before = poller.cursor;
    journey.clock.advance(86_400_000);
    const { fresh, repeated } = await poller.poll();
    expect([fresh, repeated, poller.cursor]).toEqual([0, 3, before]);
  });

  it('changes while it polls, within one second of the clock, are not lost', async () => {
    journey.clock.advance(86_400_000);
    for (let round = 0; round < 4; round++) {
      correct(round, 12, 5000 + round);
      await importDays([round]);
      expect((await poller.poll()).fresh).toBe(1);
    }
    expect(poller.readings.get(String(start + 3 * 86_400 + 12 * 3600))).toBe('5003');
  });

  it('a bad night: an import that changes nothing for this third party moves nothing for it', async () => {
    const before = poller.cursor;
    journey.clock.advance(86_400_000);
    const { point, reading, type, blocks } = meterEntries('other', [blockText(start, [1, 2, 3])]);
    const file = journey.file('other.xml', feedText(point, reading, type, ...blocks));
    await journey.json('import', file, '--customer', 'bob');
    expect((await poller.poll()).fresh).toBe(0);
    expect(poller.cursor).toBe(before);
  });
});
