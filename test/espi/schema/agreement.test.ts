import { describe, expect, it } from 'vitest';
import { currency } from '../../../src/espi/schema/codes-units.ts';
import { type ComplexType, namespaces, type SchemaType } from '../../../src/espi/schema/define.ts';
import { findElement, resourceElements } from '../../../src/espi/schema/registry.ts';
import { tables } from '../../support/schema-tables.ts';
import { describeWithShared, hasShared } from '../../support/shared.ts';
import { describeTable, differences } from '../../support/table-description.ts';
import { describeXsd } from '../../support/xsd-description.ts';

const both = ['espi', 'customer'] as const;
const versions = ['4.0', '3.3'] as const;
const builtIn = new Set(['string', 'anyURI', 'anyType', 'boolean', 'float', 'integer']);
const schemas = Object.fromEntries(
  hasShared
    ? versions.map((version) => [
        version,
        { espi: describeXsd(version, 'espi'), customer: describeXsd(version, 'customer') },
      ])
    : [],
) as Record<(typeof versions)[number], Record<(typeof both)[number], ReturnType<typeof describeXsd>>>;

/** Elements that may be a root but are parts of resources. */
const parts = {
  espi: [
    'BatchItemInfo',
    'DateTimeInterval',
    'IdentifiedObject',
    'IntervalReading',
    'Object',
    'ReadingQuality',
    'SummaryMeasurement',
  ],
  customer: [
    'AcceptanceTest',
    'AccountNotification',
    'Agreement',
    'Asset',
    'AssetContainer',
    'BatchItemInfo',
    'DateTimeInterval',
    'DemandResponseProgram',
    'Document',
    'ElectronicAddress',
    'IdentifiedObject',
    'LifecycleDate',
    'Location',
    'MeterMultiplier',
    'Object',
    'Organisation',
    'OrganisationRole',
    'PositionPoint',
    'PricingStructure',
    'Priority',
    'ProgramDate',
    'ProgramDateIdMapping',
    'StatementRef',
    'Status',
    'StreetAddress',
    'StreetDetail',
    'SummaryMeasurement',
    'TelephoneNumber',
    'TimeConfiguration',
    'TownDetail',
    'UsagePoint',
    'UsagePoints',
    'WorkLocation',
  ],
};

/** What a version has a table for; MediaType, Statement and StatementRef came with 4.0. */
const inVersion = (types: readonly SchemaType[], version: string): SchemaType[] =>
  types.filter(({ since }) => since === undefined || since === version);

describeWithShared('the tables are those of the official schemas', () => {
  const cases = versions.flatMap((version) => both.map((namespace) => ({ version, namespace })));

  it.each(cases)('$version $namespace: every type of the schema has its table', ({ version, namespace }) => {
    const mine = new Map(
      inVersion([...tables[namespace], ...tables.both], version).map((type) => [type.name, type]),
    );
    const { types } = schemas[version][namespace];
    expect(types.size).toBeGreaterThan(60);
    const found = [...types].flatMap(([name, theirs]) => {
      const table = mine.get(name);
      return table === undefined
        ? [`${name} has no table`]
        : differences(`${namespace} ${name}`, describeTable(table), theirs);
    });
    expect(found).toEqual([]);
  });

  it.each(cases)('$version $namespace: every table has its type in the schema', ({ version, namespace }) => {
    const { types } = schemas[version][namespace];
    const names = inVersion(tables[namespace], version).map(({ name }) => name);
    expect(names.filter((name) => !types.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(versions)('%s: tables of both schemas are in one of them', (version) => {
    const { espi, customer } = schemas[version];
    const names = inVersion(tables.both, version).map(({ name }) => name);
    const missing = names.filter((name) => !espi.types.has(name) && !customer.types.has(name));
    expect(new Set(missing)).toEqual(builtIn);
  });

  it('what is marked as of 4.0 is what 3.3 lacks', () => {
    for (const namespace of both) {
      const marked = tables[namespace].filter(({ since }) => since === '4.0').map(({ name }) => name);
      const lacking = [...schemas['4.0'][namespace].types.keys()].filter(
        (name) => !schemas['3.3'][namespace].types.has(name),
      );
      expect(marked.toSorted()).toEqual(lacking.toSorted());
    }
  });

  it.each(both)(
    '%s: resources are the elements that the schema allows as roots, less the parts',
    (namespace) => {
      const roots = schemas['4.0'][namespace].elements;
      const resources = Object.entries(resourceElements[namespace]);
      expect(resources.map(([name, { name: type }]) => [name, type])).toEqual(
        resources.map(([name]) => [name, roots.get(name)]),
      );
      const others = [...roots.keys()].filter((name) => !Object.hasOwn(resourceElements[namespace], name));
      expect(others.toSorted()).toEqual(parts[namespace]);
    },
  );
});

describe('resources', () => {
  it.each(both)('%s: are made of tables that are compared, and of no others', (namespace) => {
    const compared = new Set<SchemaType>([...tables[namespace], ...tables.both]);
    const reached = new Set<SchemaType>();
    const reach = (type: SchemaType): void => {
      if (reached.has(type)) return;
      reached.add(type);
      if (type.kind !== 'complex') return;
      for (const { type: child } of Object.values((type as ComplexType).elements)) reach(child);
    };
    Object.values(resourceElements[namespace]).forEach(reach);
    expect([...reached].filter((type) => !compared.has(type)).map(({ name }) => name)).toEqual([]);
    for (const type of reached) if (type.kind === 'complex') expect(type.namespace).toBe(namespace);
  });

  it('are found by namespace and name, and nothing else is', () => {
    expect(findElement(namespaces.espi, 'LocalTimeParameters')).toMatchObject({
      element: 'LocalTimeParameters',
      type: { name: 'TimeConfiguration', namespace: 'espi' },
    });
    expect(findElement(namespaces.customer, 'LocalTimeParameters')?.type.namespace).toBe('customer');
    for (const name of ['usagePoint', 'DateTimeInterval', 'constructor', '', 'Customer'])
      expect(findElement(namespaces.espi, name)).toBeUndefined();
    expect(findElement('', 'UsagePoint')).toBeUndefined();
  });
});

describe('codes', () => {
  const lists = Object.values(tables)
    .flat()
    .filter((type) => type.kind === 'simple')
    .filter(({ codes }) => codes !== undefined);

  it.each(lists)('of $name all mean something, and each something else', ({ codes }) => {
    const meanings = [...(codes?.values() ?? [])];
    expect(meanings.filter((meaning) => meaning.trim().length < 1)).toEqual([]);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('of currencies begin with the letters of ISO 4217', () => {
    const meanings = [...(currency.codes ?? [])].filter(([code]) => code !== '0').map(([, words]) => words);
    expect(meanings.filter((words) => !/^[A-Z]{3}: ./.test(words))).toEqual([]);
    expect(currency.codes?.get('840')).toMatch(/^USD: /);
  });
});
