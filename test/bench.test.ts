import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { atLeast, atMost, jsonLine, skipped } from '../bench/measure.ts';

const textOf = (path: string): string => readFileSync(new URL(`../bench/${path}`, import.meta.url), 'utf8');

it('a line of JSON has a name, a value, a unit, a goal and a verdict, whatever is known of them', () => {
  const lines = [
    atMost('few', 2, 'ms', 3),
    atLeast('much', 2, 'ratio', 3),
    { name: 'told', value: 1, unit: 's', note: 'once' },
    skipped('left out', 'no PostgreSQL answers'),
  ].map((row) => JSON.parse(jsonLine(row)));
  expect(lines).toEqual([
    { name: 'few', value: 2, unit: 'ms', goal: '<= 3', met: true },
    { name: 'much', value: 2, unit: 'ratio', goal: '>= 3', met: false },
    { name: 'told', value: 1, unit: 's', goal: null, met: null, note: 'once' },
    {
      name: 'left out',
      value: null,
      unit: '',
      goal: null,
      met: null,
      note: 'skipped: no PostgreSQL answers',
    },
  ]);
});

it('the README says of each part what it measures', () => {
  const table = /const benches[^{]*\{(.*?)\n\};/s.exec(textOf('main.ts'))?.[1] ?? '';
  const parts = [...table.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, part]) => part);
  expect(parts.length).toBeGreaterThan(8);
  const told = [...textOf('README.md').matchAll(/^\| `([\w-]+)` \| \S/gm)].map(([, part]) => part);
  expect(told.toSorted()).toEqual(parts.toSorted());
});
