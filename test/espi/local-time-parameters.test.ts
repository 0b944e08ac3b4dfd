import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DstRuleError } from '../../src/espi/dst-rule.ts';
import { localTimeParametersOf } from '../../src/espi/local-time-parameters.ts';
import { offsetChangesIn, type ZoneClock } from '../../src/espi/zone-clock.ts';
import { zoneClockOf } from '../../src/espi/zone-clock-iana.ts';
import { zoneClockFromRules } from '../../src/espi/zone-clock-rules.ts';
import { describeWithShared, hasShared, sharedPath } from '../support/shared.ts';

interface ZoneVector {
  readonly zone: string;
  readonly tzOffset: number;
  readonly dstOffset: number;
  readonly dstStartRule: string;
  readonly dstEndRule: string;
  readonly transitions: readonly { readonly epoch: number; readonly offsetAfter: number }[];
}

const vectors: ZoneVector[] = hasShared
  ? JSON.parse(readFileSync(sharedPath('espi-schemas', 'dst-vectors.json'), 'utf8')).zones
  : [];
const changesIn = (zone: ZoneClock, ...years: readonly number[]) =>
  years
    .flatMap((year) => offsetChangesIn(zone, year))
    .map(({ from, offset }) => ({ epoch: from, offsetAfter: offset }));

/** What the runtime's own time zone database says, asked without our code. */
function offsetOf(zone: string, epochSeconds: number): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(epochSeconds * 1000).find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/**
 * The years for which the runtime's database tells what the vectors tell: governments change their minds, and newer
 * versions of Node know. British Columbia keeps daylight time all year in those of 2026.
 */
function yearsOfAgreement(zone: string, transitions: ZoneVector['transitions']): number[] {
  const [first] = transitions;
  return [2025, 2026, 2027].filter((year) => {
    const own = transitions.filter(({ epoch }) => new Date(epoch * 1000).getUTCFullYear() === year);
    if (first === undefined)
      return offsetOf(zone, Date.UTC(year, 0) / 1000) === offsetOf(zone, Date.UTC(year, 6) / 1000);
    return own.every(
      ({ epoch, offsetAfter }) =>
        offsetOf(zone, epoch) === offsetAfter && offsetOf(zone, epoch - 1) !== offsetAfter,
    );
  });
}

describeWithShared('the zones of dst-vectors.json', () => {
  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(10);
  });

  it.each(vectors)('$zone: its rules give its transitions', ({ transitions, zone: _, ...rules }) => {
    const expected = transitions.map(({ epoch, offsetAfter }) => ({ epoch, offsetAfter }));
    expect(changesIn(zoneClockFromRules(rules), 2025, 2026, 2027)).toEqual(expected);
  });

  it.each(vectors)('$zone: the time zone database gives its rules', ({ zone, transitions, ...rules }) => {
    for (const year of yearsOfAgreement(zone, transitions)) {
      const expected = transitions
        .filter(({ epoch }) => new Date(epoch * 1000).getUTCFullYear() === year)
        .map(({ epoch, offsetAfter }) => ({ epoch, offsetAfter }));
      expect(localTimeParametersOf(zone, year)).toEqual(rules);
      expect(changesIn(zoneClockOf(zone), year)).toEqual(expected);
    }
  });

  it('were made with a database that differs from this one in few years of few zones', () => {
    const years = vectors.map(({ zone, transitions }) => yearsOfAgreement(zone, transitions).length);
    expect(years.filter((count) => count < 3).length).toBeLessThanOrEqual(2);
    expect(Math.min(...years)).toBeGreaterThanOrEqual(1);
  });
});

describe('localTimeParametersOf', () => {
  it.each([
    [
      'Australia/Sydney',
      2026,
      { tzOffset: 36_000, dstOffset: 3600, dstStartRule: 'A40E2000', dstEndRule: '440E3000' },
    ],
    [
      'Pacific/Auckland',
      2026,
      { tzOffset: 43_200, dstOffset: 3600, dstStartRule: '9E0E2000', dstEndRule: '440E3000' },
    ],
    [
      'Australia/Lord_Howe',
      2026,
      { tzOffset: 37_800, dstOffset: 1800, dstStartRule: 'A40E2000', dstEndRule: '440E2000' },
    ],
    [
      'America/New_York',
      2006,
      { tzOffset: -18_000, dstOffset: 3600, dstStartRule: '440E2000', dstEndRule: 'AE0E2000' },
    ],
    [
      'America/St_Johns',
      2010,
      { tzOffset: -12_600, dstOffset: 3600, dstStartRule: '360E003C', dstEndRule: 'B40E003C' },
    ],
    [
      'Asia/Kolkata',
      2026,
      { tzOffset: 19_800, dstOffset: 0, dstStartRule: 'FFFFFFFF', dstEndRule: 'FFFFFFFF' },
    ],
    ['UTC', 2026, { tzOffset: 0, dstOffset: 0, dstStartRule: 'FFFFFFFF', dstEndRule: 'FFFFFFFF' }],
    [
      'America/Whitehorse',
      2020,
      { tzOffset: -25_200, dstOffset: 0, dstStartRule: 'FFFFFFFF', dstEndRule: 'FFFFFFFF' },
    ],
  ])('words the rules of %s in %d', (zone, year, rules) => {
    expect(localTimeParametersOf(zone, year)).toEqual(rules);
  });

  it('reproduces the changes of the year in every zone', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const changes = changesIn(zoneClockOf(zone), 2026);
      if (changes.length !== 2 && changes.length !== 0) continue;
      const rules = localTimeParametersOf(zone, 2026);
      expect({ zone, changes: changesIn(zoneClockFromRules(rules), 2026) }).toEqual({ zone, changes });
    }
  });

  it('refuses what is no zone', () => {
    expect(() => localTimeParametersOf('Mars/Olympus', 2026)).toThrow('"Mars/Olympus" is not a time zone');
  });
});

describe('zoneClockFromRules', () => {
  it('takes no notice of rules when there is no daylight saving time', () => {
    const clock = zoneClockFromRules({ tzOffset: 3600, dstOffset: 0, dstStartRule: '', dstEndRule: '' });
    expect(clock.spanAt(0).offset).toBe(3600);
    const other = zoneClockFromRules({
      tzOffset: 3600,
      dstOffset: 3600,
      dstStartRule: 'FFFFFFFF',
      dstEndRule: 'FFFFFFFF',
    });
    expect(offsetChangesIn(other, 2026)).toEqual([]);
  });

  it.each([-18_000_000, 60_000, Number.NaN])('refuses the offset %d', (tzOffset) => {
    const rules = { tzOffset, dstOffset: 0, dstStartRule: 'FFFFFFFF', dstEndRule: 'FFFFFFFF' };
    expect(() => zoneClockFromRules(rules)).toThrow(/must be seconds/);
  });

  it.each(['', 'B60E', '65ED5A70'])('refuses the rule "%s"', (dstStartRule) => {
    const rules = { tzOffset: -18_000, dstOffset: 3600, dstStartRule, dstEndRule: 'B40E2000' };
    expect(() => zoneClockFromRules(rules)).toThrow(DstRuleError);
  });
});
