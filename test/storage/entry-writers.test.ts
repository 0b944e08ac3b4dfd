import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/storage/', import.meta.url);

/** What entries of a customer's data are read from. */
const tables = [
  'usage_point',
  'local_time_parameters',
  'meter_reading',
  'interval_day',
  'usage_summary',
  'electric_power_quality_summary',
  'customer_resource',
  'service_location_usage_point',
  'stored_file',
  'authorization_usage_point',
];
const writing = new RegExp(
  `(?:insert into|update|delete from|merge into|truncate|copy)\\s+(?:only\\s+)?"?(?:${tables.join('|')})"?\\b`,
  'i',
);

it('what remembered entries show is written in these files alone, whose callers keep a stamp', () => {
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.ts') && writing.test(readFileSync(new URL(name, folder), 'utf8')),
  );
  // Another file belongs here when its callers keep a stamp after it: docs/decisions/013-remembered-entries.md.
  expect(files.sort()).toEqual([
    'authorizations.ts',
    'customer-resources.ts',
    'interval-days.ts',
    'local-time-parameters.ts',
    'meter-readings.ts',
    'quality-summaries.ts',
    'served-usage-points.ts',
    'stored-files.ts',
    'usage-points.ts',
    'usage-summaries.ts',
  ]);
});

it('entries of a customer are read from these tables alone', () => {
  const migrations = new URL('migrations/', folder);
  const stored = new Set(
    readdirSync(migrations).flatMap((name) =>
      [
        ...readFileSync(new URL(name, migrations), 'utf8').matchAll(
          /create table (?:if not exists )?"?(\w+)"?/gi,
        ),
      ].map(([, table = '']) => table),
    ),
  );
  expect(tables.filter((table) => !stored.has(table))).toEqual([]);
  const readers = [
    'subscription-usage-points.ts',
    'subscription-channels.ts',
    'subscription-blocks.ts',
    'subscription-summaries.ts',
    'customer-views.ts',
  ];
  const read = readers.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\b(?:from|join)\s+"?(\w+)"?/g)]
      .map(([, table = '']) => table)
      .filter((table) => stored.has(table)),
  );
  expect(new Set(read).size).toBeGreaterThan(5);
  expect(read.filter((table) => !tables.includes(table))).toEqual([]);
});
