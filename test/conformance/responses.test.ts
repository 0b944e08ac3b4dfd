import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResourceRow, resources } from '../../src/espi/resources.ts';
import { base, type House, openHouse } from '../support/house.ts';
import { ownPath } from '../support/paths.ts';
import { hasShared } from '../support/shared.ts';
import { type SchemaVersion, validateXsd } from '../support/xsd.ts';
import { readDocument } from './atom-document.ts';
import { atomFaults } from './atom-rules.ts';

const tokenFor = (house: House, row: ResourceRow): string => {
  if (row.token === 'access_token') return house.tokens.full;
  return row.token === 'client_access_token' ? house.tokens.client : house.tokens.registration;
};

const versions: Readonly<Record<'4.0' | '3.3', readonly SchemaVersion[]>> = {
  '4.0': ['4.0', '4.0-closed'],
  '3.3': ['3.3'],
};

/** The ways to ask for one row that give different documents. */
function variants(row: ResourceRow): string[] {
  const path = ownPath(row);
  if (row.form === 'document') return [path, `${path}?format=atom`];
  if (!row.filters) return [path];
  return [
    path,
    `${path}?updated-min=2100-01-01T00:00:00Z`,
    `${path}?published-min=2026-03-07T18:00:00Z&published-max=2026-03-08T03:30:00Z`,
    `${path}?updated-min=2026-03-11T00:00:00Z`,
    `${path}?start-index=2&max-results=3`,
  ];
}

describe.each(['4.0', '3.3'] as const)('a utility of version %s', (espiVersion) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({
      settings: { espiVersion, certificateUrl: 'https://cert.example/certificate/1' },
    });
  });
  afterAll(async () => await house.close());

  const rows = resources.filter(
    ({ form, noun }) => form !== 'file' && (espiVersion === '4.0' || noun !== 'Statement'),
  );

  it.skipIf(!hasShared).each(rows.flatMap((row) => variants(row).map((path) => [path, row] as const)))(
    '%s validates',
    async (path, row) => {
      const answer = await house.fetch(path, { token: tokenFor(house, row) });
      expect(answer.status).toBe(200);
      for (const version of versions[espiVersion]) expect(validateXsd(answer.text, version)).toEqual([]);
    },
  );

  it.each(rows.filter(({ form }) => form !== 'document').map((row) => [row.name, row] as const))(
    '%s keeps the rules of Atom, and is the same twice',
    async (_, row) => {
      for (const path of variants(row)) {
        const answer = await house.fetch(path, { token: tokenFor(house, row) });
        expect(answer.status).toBe(200);
        const document = readDocument(answer.text);
        const paged = path.includes('max-results');
        const faults = atomFaults(document, base).filter((fault) => !paged || !fault.includes('newest'));
        expect(faults).toEqual([]);
        const links = document.head?.links ?? document.entries[0]?.links ?? [];
        expect(links.filter(({ type }) => type === 'text/html')).toHaveLength(1);
        expect((await house.fetch(path, { token: tokenFor(house, row) })).text).toBe(answer.text);
      }
    },
  );

  it('answers 404 for what the version does not know', async () => {
    const statements = resources.filter(({ noun }) => noun === 'Statement');
    const statuses = await Promise.all(
      statements.map(async (row) => (await house.fetch(ownPath(row), { token: house.tokens.full })).status),
    );
    expect(statuses).toEqual(espiVersion === '4.0' ? [200, 200] : [404, 404]);
    const batch = await house.fetch('/Batch/RetailCustomer/authfull', { token: house.tokens.full });
    expect(batch.text.includes('Statement')).toBe(espiVersion === '4.0');
  });
});
