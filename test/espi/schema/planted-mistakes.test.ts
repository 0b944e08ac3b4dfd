import { expect, it } from 'vitest';
import type { ComplexType, ElementSpec, SchemaType, SimpleType } from '../../../src/espi/schema/define.ts';
import { text } from '../../../src/espi/schema/define.ts';
import { tables } from '../../support/schema-tables.ts';
import { describeWithShared, hasShared } from '../../support/shared.ts';
import { describeTable, differences } from '../../support/table-description.ts';
import { describeXsd } from '../../support/xsd-description.ts';

const espi = hasShared ? describeXsd('4.0', 'espi').types : new Map<string, readonly string[]>();
const customer = hasShared ? describeXsd('4.0', 'customer').types : new Map<string, readonly string[]>();

/** How many differences a wrong table has from the schema; the right one has none. */
function found(type: SchemaType, theirs: readonly string[]): number {
  return differences(type.name, describeTable(type), theirs).length;
}

type Rows = [string, ElementSpec][];
const wrongType = text('String3', { maxLength: 3 });

/** Ways to mistype the row at a place of a table. */
const rowMistakes: Readonly<Record<string, (rows: Rows, at: number) => Rows>> = {
  'left out': (rows, at) => rows.filter((_, index) => index !== at),
  doubled: (rows, at) =>
    rows.flatMap((row, index) => (index === at ? [row, [`${row[0]}Again`, row[1]]] : [row])),
  'out of order': (rows, at) => {
    const [moved] = rows.splice(at, 1);
    if (moved !== undefined) rows.splice(at === 0 ? 1 : at - 1, 0, moved);
    return rows;
  },
  misspelt: (rows, at) => rows.map(([name, spec], index) => [index === at ? `${name}s` : name, spec]),
  'of another type': (rows, at) =>
    rows.map(([name, spec], index) => [name, index === at ? { ...spec, type: wrongType } : spec]),
  'needed or not': (rows, at) =>
    rows.map(([name, spec], index) => [name, index === at ? { ...spec, min: spec.min === 0 ? 1 : 0 } : spec]),
  'once or often': (rows, at) =>
    rows.map(([name, spec], index) => [name, index === at ? { ...spec, many: !spec.many } : spec]),
};

/** Ways to mistype a simple type; undefined where there is nothing to mistype. */
const facetMistakes: Readonly<Record<string, (type: SimpleType) => readonly SimpleType[]>> = {
  'another base': (type) => [{ ...type, base: type.base === 'uri' ? 'string' : 'uri' }],
  'another length': ({ maxLength, ...type }) =>
    maxLength === undefined
      ? [{ ...type, maxLength: 7 }]
      : [type, { ...type, maxLength: maxLength + 1 }, { ...type, maxLength: maxLength - 1 }],
  'another bound': ({ min, max, ...type }) => [
    { ...type, ...(max === undefined ? {} : { max }), min: (min ?? 0) + 1 },
    { ...type, ...(min === undefined ? {} : { min }), max: (max ?? 0) - 1 },
  ],
  'another pattern': (type) => [{ ...type, pattern: /^[a-f]$/ }],
  'open or closed': (type) => (type.codes === undefined ? [] : [{ ...type, open: type.open !== true }]),
  'a code less': ({ codes = new Map<string, string>(), ...type }) =>
    [...codes.keys()].map((code) => ({
      ...type,
      codes: new Map([...codes].filter(([key]) => key !== code)),
    })),
  'a code more': ({ codes = new Map<string, string>(), ...type }) => [
    { ...type, codes: new Map([...codes, ['9999', 'nothing']]) },
  ],
};

const cases = [
  ...[...tables.espi, ...tables.both].map((type) => ({ type, theirs: espi.get(type.name) })),
  ...[...tables.customer, ...tables.both].map((type) => ({ type, theirs: customer.get(type.name) })),
].filter((item): item is { type: SchemaType; theirs: readonly string[] } => item.theirs !== undefined);

describeWithShared('a mistake in any table does not survive the comparison', () => {
  it.each(Object.entries(rowMistakes))('a row %s', (_, mistake) => {
    let planted = 0;
    for (const { type, theirs } of cases) {
      if (type.kind !== 'complex') continue;
      const rows = Object.entries((type as ComplexType).elements);
      for (const at of rows.keys()) {
        // A table of one row cannot be out of order.
        if (mistake === rowMistakes['out of order'] && rows.length === 1) continue;
        planted += 1;
        const wrong = { ...type, elements: Object.fromEntries(mistake([...rows], at)) };
        expect(found(wrong, theirs), `${type.name}.${rows[at]?.[0]}`).toBeGreaterThan(0);
      }
      expect(found(type, theirs)).toBe(0);
    }
    expect(planted).toBeGreaterThan(500);
  });

  it.each(Object.entries(facetMistakes))('%s', (_, mistake) => {
    let planted = 0;
    for (const { type, theirs } of cases) {
      if (type.kind !== 'simple') continue;
      for (const wrong of mistake(type)) {
        planted += 1;
        expect(found(wrong, theirs), JSON.stringify(wrong)).toBeGreaterThan(0);
      }
      expect(found(type, theirs)).toBe(0);
    }
    expect(planted).toBeGreaterThan(20);
  });

  it('says where the mistake is', () => {
    const duration = cases.find(({ type }) => type.name === 'DateTimeInterval');
    expect(duration).toBeDefined();
    if (duration === undefined) return;
    const rows = Object.entries((duration.type as ComplexType).elements);
    const wrong = { ...duration.type, elements: Object.fromEntries(rows.toReversed()) };
    expect(differences('DateTimeInterval', describeTable(wrong), duration.theirs)).toEqual([
      'DateTimeInterval, line 1: the table has start 1..1 TimeType, the schema extension 0..* anyType',
      'DateTimeInterval, line 3: the table has extension 0..* anyType, the schema start 1..1 TimeType',
    ]);
  });
});
