import { SaxesParser } from 'saxes';

/** The readings of one MeterReading, with what its ReadingType says of them. */
interface Series {
  readonly uom: number;
  /** 1 delivered to the customer, 19 received from the customer, 4 net. */
  readonly flowDirection: number;
  readonly points: readonly { readonly start: number; readonly value: number }[];
}

/** What a batch feed held. */
export interface FeedReadings {
  readonly entries: number;
  readonly titles: ReadonlyMap<string, number>;
  readonly tzOffset: number;
  readonly series: readonly Series[];
}

interface Entry {
  title: string;
  self: string;
  up: string;
  related: string[];
  fields: Map<string, string>;
  points: { start: number; value: number }[];
}

const emptyEntry = (): Entry => ({ title: '', self: '', up: '', related: [], fields: new Map(), points: [] });

/** Walks the XML once and keeps what a chart needs of each entry. */
function readEntries(xml: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry | undefined;
  let text = '';
  let point = { start: Number.NaN, value: Number.NaN };
  let inReading = false;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag) => {
    text = '';
    if (tag.local === 'entry') entry = emptyEntry();
    if (tag.local === 'IntervalReading') {
      inReading = true;
      point = { start: Number.NaN, value: Number.NaN };
    }
    if (tag.local !== 'link' || entry === undefined) return;
    const href = tag.attributes.href?.value ?? '';
    const rel = tag.attributes.rel?.value;
    if (rel === 'self') entry.self = href;
    else if (rel === 'up') entry.up = href;
    else if (rel === 'related') entry.related.push(href);
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('closetag', ({ local }) => {
    if (entry === undefined) return;
    if (local === 'title') entry.title = text.trim();
    else if (inReading && local === 'start') point.start = Number(text);
    else if (inReading && local === 'value') point.value = Number(text);
    else if (local === 'IntervalReading') {
      inReading = false;
      if (Number.isFinite(point.start) && Number.isFinite(point.value)) entry.points.push(point);
    } else if (!inReading) entry.fields.set(local, text.trim());
    if (local === 'entry') {
      entries.push(entry);
      entry = undefined;
    }
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return entries;
}

const number = (entry: Entry | undefined, name: string, otherwise: number): number => {
  const value = Number(entry?.fields.get(name) ?? Number.NaN);
  return Number.isFinite(value) ? value : otherwise;
};

/** Joins blocks with their MeterReading and ReadingType by the links, as a client of the standard does. */
export function readReadings(xml: string): FeedReadings {
  const entries = readEntries(xml);
  const titles = new Map<string, number>();
  for (const { title } of entries) titles.set(title, (titles.get(title) ?? 0) + 1);
  const types = new Map(
    entries.filter(({ title }) => title === 'ReadingType').map((type) => [type.self, type]),
  );
  const blocks = entries.filter(({ title }) => title === 'IntervalBlock');
  const series = entries
    .filter(({ title }) => title === 'MeterReading')
    .map((reading): Series => {
      const type = reading.related.map((href) => types.get(href)).find((found) => found !== undefined);
      const scale = 10 ** number(type, 'powerOfTenMultiplier', 0);
      const own = blocks.filter(({ up }) => reading.related.includes(up));
      return {
        uom: number(type, 'uom', 0),
        flowDirection: number(type, 'flowDirection', 0),
        points: own.flatMap(({ points }) =>
          points.map(({ start, value }) => ({ start, value: value * scale })),
        ),
      };
    });
  const zone = entries.find(({ title }) => title === 'LocalTimeParameters');
  return { entries: entries.length, titles, tzOffset: number(zone, 'tzOffset', 0), series };
}
