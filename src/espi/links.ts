import { collectionPath, entryPath, expandPath, type Noun, nouns, type PathParams } from './resources.ts';
import { escapeAttribute } from './xml-text.ts';

/** One Atom link. `href` is absolute. */
export interface Link {
  readonly rel: 'self' | 'up' | 'related';
  readonly type: string;
  readonly href: string;
}

/** The value of a link's `type`: `espi-entry/UsagePoint`, `cust-feed/Customer`. */
export function linkType(namespace: 'espi' | 'customer', form: 'feed' | 'entry', type: string): string {
  return `${namespace === 'espi' ? 'espi' : 'cust'}-${form}/${type}`;
}

interface Relation {
  readonly to: Noun;
  readonly form: 'feed' | 'entry';
}

const feed = (to: Noun): Relation => ({ to, form: 'feed' });
const entry = (to: Noun): Relation => ({ to, form: 'entry' });

/**
 * What each entry is related to, in the order of its links. A feed is advertised only when the caller says
 * that it exists; an entry once for each uid that the caller gives.
 */
const relations: Readonly<Record<Noun, readonly Relation[]>> = {
  ApplicationInformation: [],
  Authorization: [],
  LocalTimeParameters: [entry('Customer'), entry('ServiceLocation')],
  ReadingType: [entry('MeterReading')],
  UsagePoint: [
    feed('MeterReading'),
    entry('MeterReading'),
    feed('UsageSummary'),
    feed('ElectricPowerQualitySummary'),
    entry('LocalTimeParameters'),
  ],
  MeterReading: [entry('UsagePoint'), feed('IntervalBlock'), entry('IntervalBlock'), entry('ReadingType')],
  IntervalBlock: [entry('MeterReading')],
  UsageSummary: [entry('UsagePoint')],
  ElectricPowerQualitySummary: [entry('UsagePoint')],
  Customer: [feed('CustomerAccount'), feed('Statement'), entry('LocalTimeParameters')],
  CustomerAccount: [feed('CustomerAgreement'), entry('Customer')],
  CustomerAgreement: [
    feed('ServiceSupplier'),
    feed('ProgramDateIdMappings'),
    feed('ServiceLocation'),
    entry('CustomerAccount'),
  ],
  ServiceSupplier: [entry('CustomerAgreement')],
  ProgramDateIdMappings: [entry('CustomerAgreement')],
  ServiceLocation: [
    feed('Meter'),
    feed('EndDevice'),
    entry('LocalTimeParameters'),
    entry('CustomerAgreement'),
  ],
  Meter: [entry('ServiceLocation')],
  EndDevice: [entry('ServiceLocation')],
  Statement: [entry('CustomerAccount')],
};

/** What `entryLinks` must know of one entry. */
export interface LinkInput {
  readonly noun: Noun;
  /** Namespace of the feed it stands in: LocalTimeParameters occurs in both. */
  readonly namespace?: 'espi' | 'customer';
  /** Values of all parameters of its own path. */
  readonly params: PathParams;
  /** Collections below it that exist for this reader. */
  readonly feeds?: readonly Noun[];
  /** Further parameters of the entries that it is related to, one set per entry. */
  readonly entries?: Readonly<Partial<Record<Noun, readonly PathParams[]>>>;
}

/**
 * The links of an entry, self first, then up, then related ones, all absolute. The hrefs are byte-equal
 * wherever they name the same thing, because readers join entries by comparing them.
 *
 * @param base public URL with the resource root, without a trailing slash.
 */
export function entryLinks(base: string, input: LinkInput): Link[] {
  const { noun, params } = input;
  const namespace = input.namespace ?? nouns[noun].namespace;
  const path = expandPath(entryPath(noun), params);
  const links: Link[] = [
    { rel: 'self', type: linkType(namespace, 'entry', noun), href: base + path },
    {
      rel: 'up',
      type: linkType(namespace, 'feed', noun),
      href: base + expandPath(collectionPath(noun), params),
    },
  ];
  for (const { to, form } of relations[noun]) {
    // LocalTimeParameters takes the namespace of the feed in which it stands.
    const type = linkType(to === 'LocalTimeParameters' ? namespace : nouns[to].namespace, form, to);
    if (form === 'feed') {
      if (input.feeds?.includes(to))
        links.push({ rel: 'related', type, href: base + expandPath(collectionPath(to), params) });
      continue;
    }
    for (const more of input.entries?.[to] ?? []) {
      links.push({ rel: 'related', type, href: base + expandPath(entryPath(to), { ...params, ...more }) });
    }
  }
  return links;
}

/** Links as text. Schemas of the field want those of an entry next to each other, right after the id. */
export function linksText(links: readonly Link[]): string {
  let text = '';
  for (const { rel, href, type } of links)
    text += `<link rel="${rel}" href="${escapeAttribute(href)}" type="${escapeAttribute(type)}"/>`;
  return text;
}
