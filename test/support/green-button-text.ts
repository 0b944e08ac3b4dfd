/** An Atom entry of a Green Button file, as a custodian writes it. */
export function entryText(
  content: string,
  links: Readonly<Record<string, string | readonly string[]>> = {},
): string {
  const linkTexts = Object.entries(links).flatMap(([rel, hrefs]) =>
    [hrefs].flat().map((href) => `<link rel="${rel}" href="${href}"/>`),
  );
  return `<entry>${linkTexts.join('')}<content>${content}</content></entry>`;
}

/** An IntervalBlock with regular readings. */
export function blockText(start: number, values: readonly (number | string)[], step = 3600): string {
  const readings = values.map(
    (value, i) =>
      `<IntervalReading><timePeriod><duration>${step}</duration><start>${start + i * step}</start></timePeriod><value>${value}</value></IntervalReading>\n`,
  );
  return `<IntervalBlock xmlns="http://naesb.org/espi"><interval><duration>${values.length * step}</duration><start>${start}</start></interval>\n${readings.join('')}</IntervalBlock>`;
}

/** A feed around entries. */
export const feedText = (...entries: readonly string[]): string =>
  `<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:0b75f7be-9405-549f-8c8d-934e4605d7d6</id>\n${entries.join('\n')}\n</feed>\n`;

/** Where the texts below link to. */
export const textRoot = 'https://source.example/espi/1_1/resource';

const espi = (element: string, inner = ''): string =>
  `<${element} xmlns="http://naesb.org/espi">${inner}</${element}>`;

/** The entries of one meter with one hourly series, in the order in which the standard has them. */
export function meterEntries(
  name: string,
  blocks: readonly string[],
): Record<'point' | 'reading' | 'type', string> & { blocks: string[] } {
  const point = `${textRoot}/Subscription/1/UsagePoint/${name}`;
  const reading = `${point}/MeterReading/1`;
  return {
    point: entryText(espi('UsagePoint', '<ServiceCategory><kind>0</kind></ServiceCategory>'), {
      self: point,
      up: `${textRoot}/Subscription/1/UsagePoint`,
      related: `${point}/MeterReading`,
    }),
    reading: entryText(espi('MeterReading'), {
      self: reading,
      up: `${point}/MeterReading`,
      related: [`${reading}/IntervalBlock`, `${textRoot}/ReadingType/${name}`],
    }),
    type: entryText(espi('ReadingType', '<intervalLength>3600</intervalLength><uom>72</uom>'), {
      self: `${textRoot}/ReadingType/${name}`,
      up: `${textRoot}/ReadingType`,
    }),
    blocks: blocks.map((block, i) =>
      entryText(block, { self: `${reading}/IntervalBlock/${i}`, up: `${reading}/IntervalBlock` }),
    ),
  };
}
