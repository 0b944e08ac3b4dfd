/** Small documents as text, valid unless their parts are not. */

export const espi = 'xmlns="http://naesb.org/espi"';
export const atom = 'xmlns="http://www.w3.org/2005/Atom"';
export const uuid = (digit: string) => `urn:uuid:0000000${digit}-0000-5000-8000-000000000000`;
const head = `<id>${uuid('f')}</id><link rel="self" href="/f"/><title>F</title><updated>2026-01-01T00:00:00Z</updated>`;
const meta =
  '<published>2026-01-01T00:00:00Z</published><updated>2026-01-02T00:00:00Z</updated><title>T</title>';
const links = (noun: string, uid = '1') =>
  `<link rel="self" href="/${noun}/${uid}"/><link rel="up" href="/${noun}"/><link rel="related" type="x" href="/r"/>`;
export const entry = (noun: string, content: string, digit = '1') =>
  `<entry><id>${uuid(digit)}</id>${links(noun, digit)}${meta}<content>${content}</content></entry>`;
export const feed = (...entries: string[]) => `<feed ${atom}>${head}${entries.join('\n')}</feed>`;
export const resource = (name: string, body: string) => `<${name} ${espi}>\n${body}\n</${name}>`;
export const reading = (start: number, more = '<value>5</value>') =>
  `<IntervalReading><timePeriod><duration>900</duration><start>${start}</start></timePeriod>${more}</IntervalReading>`;
export const block = (...readings: string[]) =>
  resource(
    'IntervalBlock',
    `<interval><duration>900</duration><start>0</start></interval>${readings.join('\n')}`,
  );
