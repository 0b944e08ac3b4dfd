import { afterAll, beforeAll, expect, it } from 'vitest';
import { dumpTables } from '../../support/dump.ts';
import { type IngestHouse, interrupted, openIngestHouse, textSource } from '../../support/ingest-house.ts';

let house: IngestHouse;
beforeAll(async () => {
  house = await openIngestHouse();
});
afterAll(() => house.close());

const meters = ['M1', 'M2', 'M3'];
const start = Date.UTC(2026, 0, 10, 5);
const slots = 40_000;
const slotMs = 180_000;

/** Three batches of readings, meter by meter in turn, so that days of each meter lie on both sides of a batch's end. */
const fileOf = (value: (meter: number, slot: number) => number, more = 0): string => {
  const rows = ['meter,customer,start,duration,value,unit'];
  for (let slot = 0; slot < slots + more; slot++) {
    const time = new Date(start + slot * slotMs).toISOString();
    for (const [m, meter] of meters.entries()) rows.push(`${meter},ada,${time},3m,${value(m, slot)},Wh`);
  }
  return rows.join('\n');
};

it('says of a file of several batches what the import says, and changes nothing', async () => {
  const utility = await house.addUtility();
  const first = fileOf((m, slot) => m + slot);
  const second = fileOf((m, slot) => (m === 1 && slot % 5000 === 0 ? 7 : m + slot), 960);
  for (const [text, readings] of [
    [first, { created: 120_000, changed: 0, unchanged: 0 }],
    [second, { created: 2880, changed: 8, unchanged: 119_992 }],
  ] as const) {
    const source = textSource('a.csv', text);
    const before = await dumpTables(house.db);
    const dry = await house.import(source, { utility, dryRun: true });
    expect(await dumpTables(house.db)).toEqual(before);
    const real = await house.import(source, { utility });
    expect(real).toMatchObject({ status: 'complete', readings });
    expect(dry).toEqual({ ...real, dryRun: true });
  }
});

it('has others who write for the utility wait for a batch, not for the file', async () => {
  const utility = await house.addUtility();
  const text = fileOf((m, slot) => m + slot);
  const source = textSource('a.csv', text);
  let others = 0;
  // The first batches are written, the last is not: the same readings come from elsewhere.
  const slow = interrupted(source, text.length * 0.95, async () => {
    const receipt = await house.import(textSource('a.csv', text.slice(0, 4000)), { utility });
    others = receipt.readings.created;
  });
  const dry = await house.import(slow, { utility, dryRun: true });
  expect(others).toBeGreaterThan(0);
  expect(dry).toMatchObject({ status: 'complete', readings: { created: 120_000 } });
});
