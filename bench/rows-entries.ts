import type { LocalTimeParameters, ReadingType, UsageSummary } from '../src/espi/schema/usage.ts';
import { formatTime } from '../src/espi/time.ts';
import { uuidV5 } from '../src/espi/uuid.ts';
import { escapeText } from '../src/espi/xml-text.ts';

/** What all entries of an installation have in common: where their links begin, and what their ids are hashed with. */
export interface Site {
  /** Public URL with the resource root. */
  readonly base: string;
  readonly uuidNamespace: string;
}

/** An entry but for its content. */
interface EntryHead {
  readonly noun: string;
  /** Below the resource root, as those of its links. */
  readonly path: string;
  readonly up: string;
  /** Type and path of each. */
  readonly related: readonly (readonly [type: string, path: string])[];
  /** Milliseconds. */
  readonly published: number;
  readonly updated: number;
}

/** An entry and the line's end behind it. */
export function entryText({ base, uuidNamespace }: Site, head: EntryHead, content: string): string {
  const { noun, path, up, related, published, updated } = head;
  const links = related.map(([type, to]) => `<link rel="related" href="${base}${to}" type="${type}"/>`);
  return `<entry><id>urn:uuid:${uuidV5(uuidNamespace, path)}</id><link rel="self" href="${base}${path}" type="espi-entry/${noun}"/><link rel="up" href="${base}${up}" type="espi-feed/${noun}"/>${links.join('')}<published>${formatTime(published)}</published><updated>${formatTime(updated)}</updated><title>${noun}</title><content type="application/xml">${content}</content></entry>\n`;
}

export const pointContent = (kind: number): string =>
  `<UsagePoint xmlns="http://naesb.org/espi"><ServiceCategory><kind>${kind}</kind></ServiceCategory></UsagePoint>`;

export const timeContent = (time: LocalTimeParameters): string =>
  `<LocalTimeParameters xmlns="http://naesb.org/espi"><dstEndRule>${time.dstEndRule}</dstEndRule><dstOffset>${time.dstOffset}</dstOffset><dstStartRule>${time.dstStartRule}</dstStartRule><tzOffset>${time.tzOffset}</tzOffset></LocalTimeParameters>`;

export const typeContent = (type: ReadingType): string =>
  `<ReadingType xmlns="http://naesb.org/espi"><accumulationBehaviour>${type.accumulationBehaviour}</accumulationBehaviour><commodity>${type.commodity}</commodity><currency>${type.currency}</currency><flowDirection>${type.flowDirection}</flowDirection><intervalLength>${type.intervalLength}</intervalLength><kind>${type.kind}</kind><powerOfTenMultiplier>${type.powerOfTenMultiplier}</powerOfTenMultiplier><uom>${type.uom}</uom></ReadingType>`;

/** A bill with the elements that those of the measured meter have. */
export function billContent(bill: UsageSummary): string {
  const { billingPeriod: period, overallConsumptionLastPeriod: used } = bill;
  const details = bill.costAdditionalDetailLastPeriod?.map(
    ({ amount, note, itemKind, unitCost }) =>
      `<costAdditionalDetailLastPeriod><amount>${amount}</amount><note>${escapeText(note ?? '')}</note><itemKind>${itemKind}</itemKind>${unitCost === undefined ? '' : `<unitCost>${unitCost}</unitCost>`}</costAdditionalDetailLastPeriod>`,
  );
  return `<UsageSummary xmlns="http://naesb.org/espi"><billingPeriod><duration>${period?.duration}</duration><start>${period?.start}</start></billingPeriod><billLastPeriod>${bill.billLastPeriod}</billLastPeriod><costAdditionalLastPeriod>${bill.costAdditionalLastPeriod}</costAdditionalLastPeriod>${details?.join('')}<currency>${bill.currency}</currency><overallConsumptionLastPeriod><powerOfTenMultiplier>${used?.powerOfTenMultiplier}</powerOfTenMultiplier><timeStamp>${used?.timeStamp}</timeStamp><uom>${used?.uom}</uom><value>${used?.value}</value></overallConsumptionLastPeriod><qualityOfReading>${bill.qualityOfReading}</qualityOfReading><statusTimeStamp>${bill.statusTimeStamp}</statusTimeStamp><commodity>${bill.commodity}</commodity><tariffProfile>${escapeText(bill.tariffProfile ?? '')}</tariffProfile></UsageSummary>`;
}
