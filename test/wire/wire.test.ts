import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../support/database.ts';
import { canDistribute, distribute } from '../support/distribute.ts';
import { hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';
import { expectedFolder, openWireHouses, type WireHouses } from './answers.ts';
import { wireCases } from './cases.ts';

const golden = (file: string): string => readFileSync(expectedFolder + file, 'utf8');
const named = wireCases.map((one) => [one.file, one] as const);

describe('golden answers', () => {
  let houses: WireHouses;
  beforeAll(() => {
    houses = openWireHouses();
  });
  afterAll(async () => await houses.close());

  it.each(named)('%s: byte for byte', async (file, one) => {
    const { status, text } = await houses.ask(one);
    expect(status).toBe(one.status);
    expect(text, 'npm run bless rewrites it, if that is what you meant').toBe(golden(file));
  });
});

describe('a database whose readings are distributed', () => {
  it('answers the same (skipped: this PostgreSQL has no Citus)', async ({ skip }) => {
    const db = await openTestDatabase();
    const available = await canDistribute(db);
    await db.close();
    if (!available) skip('this database has no Citus extension');
    const houses = openWireHouses(distribute);
    try {
      for (const one of wireCases)
        expect([one.file, (await houses.ask(one)).text]).toEqual([one.file, golden(one.file)]);
    } finally {
      await houses.close();
    }
  });
});

describe('the files of golden answers', () => {
  it.skipIf(!hasShared).each(named.filter(([, { schemas }]) => schemas.length > 0))(
    '%s validates',
    (file, { schemas }) => {
      for (const version of schemas)
        expect([version, validateXsd(golden(file), version)]).toEqual([version, []]);
    },
  );

  it.skipIf(!hasShared)('the capital ServiceDeliveryPoint is the one thing that no schema knows', () => {
    const text = golden('capital-service-delivery-point.xml');
    expect(validateXsd(text, '4.0').join()).toContain('ServiceDeliveryPoint');
    const small = text.replaceAll('ServiceDeliveryPoint>', 'serviceDeliveryPoint>');
    expect(small).toBe(golden('usage-point-entry.xml'));
  });

  it('are those of the cases, each of them its own', () => {
    const files = wireCases.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
    expect(readdirSync(expectedFolder).sort()).toEqual(files.toSorted());
  });
});
