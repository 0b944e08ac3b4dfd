import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { localDay, localDayAt, localDayBounds } from '../../src/espi/local-day.ts';
import { localTimeParametersOf } from '../../src/espi/local-time-parameters.ts';
import { isTimeZone, zoneClockOf } from '../../src/espi/zone-clock-iana.ts';
import { zoneClockFromRules } from '../../src/espi/zone-clock-rules.ts';

const at = (text: string): number => Date.parse(text) / 1000;

/** The local date by the engine itself, slowly. */
function dateByIntl(t: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(t * 1000);
}

describe('localDay', () => {
  it.each([
    ['America/Toronto', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/Toronto', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['America/Toronto', '2026-03-09T03:59:59Z', '2026-03-08'],
    ['America/Toronto', '2026-03-09T04:00:00Z', '2026-03-09'],
    ['America/St_Johns', '2026-01-01T03:29:59Z', '2025-12-31'],
    ['America/St_Johns', '2026-01-01T03:30:00Z', '2026-01-01'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02'],
    ['UTC', '1969-12-31T23:59:59Z', '1969-12-31'],
  ])('in %s, %s is on %s', (zone, instant, day) => {
    expect(localDay(at(instant), zoneClockOf(zone))).toBe(day);
  });

  it('agrees with the engine everywhere', () => {
    const zones = [
      'America/New_York',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Gaza',
    ];
    const time = fc.integer({ min: at('2012-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, (zone, t) => {
        expect(localDay(t, zoneClockOf(zone))).toBe(dateByIntl(t, zone));
      }),
    );
  });

  it('is the same by name and by rules', () => {
    const byRules = zoneClockFromRules(localTimeParametersOf('America/New_York', 2026));
    const time = fc.integer({ min: at('2012-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
    fc.assert(
      fc.property(time, (t) => localDay(t, byRules) === localDay(t, zoneClockOf('America/New_York'))),
    );
  });

  it('does not go back when the clock does, across midnight', () => {
    // Until 2011 the clocks of St John's were set back from 00:01 to 23:01 of the day before.
    const zone = zoneClockOf('America/St_Johns');
    const change = at('2010-11-07T00:01:00-02:30');
    expect(localDay(change - 61, zone)).toBe('2010-11-06');
    expect(localDay(change - 60, zone)).toBe('2010-11-07');
    expect(localDay(change + 600, zone)).toBe('2010-11-07');
    expect(localDayBounds('2010-11-07', zone).start).toBe(change - 60);
  });

  it('refuses times beyond four-digit years', () => {
    expect(() => localDay(1_795_486_211_000, zoneClockOf('UTC'))).toThrow(/are they milliseconds/);
    expect(() => localDay(Number.NaN, zoneClockOf('UTC'))).toThrow(RangeError);
  });

  it('costs a year of 15-minute readings no more than a few asks of the engine', () => {
    const zone = zoneClockOf('America/Moncton');
    const start = at('2026-01-01T04:00:00Z');
    const days = new Set<string>();
    const count = (): void => {
      for (let i = 0; i < 35_040; i++) days.add(localDay(start + i * 900, zone));
    };
    const asks = vi.spyOn(Intl.DateTimeFormat.prototype as { readonly format: unknown }, 'format', 'get');
    try {
      count();
      const { length } = asks.mock.calls;
      expect(length).toBeGreaterThan(100);
      expect(length).toBeLessThan(500);
      count();
      expect(asks.mock.calls.length).toBe(length);
    } finally {
      asks.mockRestore();
    }
    expect(days.size).toBe(365);
  });
});

describe('localDayBounds', () => {
  it.each([
    ['America/Toronto', '2026-03-07', '2026-03-07T00:00:00-05:00', 86_400],
    ['America/Toronto', '2026-03-08', '2026-03-08T00:00:00-05:00', 82_800],
    ['America/Toronto', '2026-11-01', '2026-11-01T00:00:00-04:00', 90_000],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-05T00:00:00+11:00', 88_200],
    ['America/Havana', '2026-03-08', '2026-03-08T01:00:00-04:00', 82_800],
    ['America/Havana', '2026-11-01', '2026-11-01T00:00:00-04:00', 90_000],
    ['Asia/Kolkata', '2026-01-01', '2026-01-01T00:00:00+05:30', 86_400],
    ['Pacific/Apia', '2011-12-30', '2011-12-31T00:00:00+14:00', 0],
  ])('in %s, %s begins at %s and lasts %d seconds', (zone, day, start, length) => {
    expect(localDayBounds(day, zoneClockOf(zone))).toEqual({ start: at(start), end: at(start) + length });
  });

  it('are where localDay changes', () => {
    const zones = [
      'America/New_York',
      'America/St_Johns',
      'America/Santiago',
      'Asia/Beirut',
      'Pacific/Chatham',
    ];
    const time = fc.integer({ min: at('2005-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, (name, t) => {
        const zone = zoneClockOf(name);
        const day = localDay(t, zone);
        const { start, end } = localDayBounds(day, zone);
        expect(localDayAt(t, zone)).toEqual({ day, end });
        expect(t).toBeGreaterThanOrEqual(start);
        expect(t).toBeLessThan(end);
        expect(localDay(start, zone)).toBe(day);
        expect(localDay(end - 1, zone)).toBe(day);
        expect(localDay(start - 1, zone) < day).toBe(true);
        expect(localDay(end, zone) > day).toBe(true);
      }),
    );
  });

  it.each(['', '2026-02-30', '2026-1-1', '2026-01-01T00:00:00Z', 'today'])('refuses "%s"', (day) => {
    expect(() => localDayBounds(day, zoneClockOf('UTC'))).toThrow(RangeError);
  });
});

describe('isTimeZone', () => {
  it.each(['America/Toronto', 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'])(
    'knows %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', 'Mars/Olympus', '+05:00', 'America/', 'Toronto'])('does not know "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('zoneClockOf', () => {
  it('finds changes a week apart', () => {
    const zone = zoneClockOf('America/Boa_Vista');
    const offsets = ['2000-10-01', '2000-10-10', '2000-10-20'].map(
      (day) => zone.spanAt(at(`${day}T12:00:00Z`)).offset,
    );
    expect(offsets).toEqual([-14_400, -10_800, -14_400]);
  });

  it('reads offsets with seconds', () => {
    expect(zoneClockOf('Africa/Monrovia').spanAt(0).offset).toBe(-2670);
  });
});
