import type { Entry } from '../src/espi/atom.ts';
import { renderEntryDocument } from '../src/espi/atom-writer.ts';
import { entryLinksText } from '../src/espi/link-template.ts';
import { unpackReadings } from '../src/espi/packed-readings.ts';
import { formatTime } from '../src/espi/time.ts';
import { plainStyle, type SyntheticFeed } from './meter-year.ts';

function renderBlock(entry: Entry): string {
  if (!('block' in entry.content)) return renderEntryDocument(entry, plainStyle);
  const readings = entry.content.block.rows.flatMap((row) => unpackReadings(row));
  const items = readings.map(
    ({ start, duration, value, cost, quality }) =>
      `<IntervalReading>${
        cost === undefined ? '' : `<cost>${cost}</cost>`
      }${(quality ?? []).map((code) => `<ReadingQuality><quality>${code}</quality></ReadingQuality>`).join('')}<timePeriod><duration>${duration}</duration><start>${start}</start></timePeriod><value>${value}</value></IntervalReading>`,
  );
  return `<entry><id>urn:uuid:${entry.uuid}</id>${entryLinksText(entry.links)}<published>${formatTime(entry.published)}</published><updated>${formatTime(entry.updated)}</updated><title>${entry.title}</title><content type="application/xml"><IntervalBlock xmlns="http://naesb.org/espi">${items.join('')}</IntervalBlock></content></entry>\n`;
}

/** A feed the usual way: an object for each reading, a template string for each element. For comparison only. */
export const renderWithTemplates = ({ entries }: SyntheticFeed): string => entries.map(renderBlock).join('');
