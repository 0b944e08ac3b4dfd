/** One interval_day row: the packed readings of one channel that start on one local day. */
export interface BlockRow {
  readonly upId: number;
  readonly no: number;
  readonly day: string;
  readonly startTs: number;
  readonly step: number;
  readonly n: number;
  readonly enc: number;
  readonly published: number;
  readonly updated: number;
  readonly data: Uint8Array;
}

/**
 * A row of `interval_day d` as one text, `block`, for `readBlockRow`: its numbers in as many bytes as they are stored in, then
 * its data, in base64. Ten columns take the program twice as long, and bytes as PostgreSQL writes them are twice as many.
 */
export const blockColumn = `encode(int8send(d.up_id) || int8send(d.start_ts) || int8send(d.published) || int8send(d.updated)
  || int4send(d.step) || int4send(d.n) || date_send(d.day) || int2send(d.mr_no) || int2send(d.enc) || d.data,
  'base64') as block`;

const headBytes = 48;
const daysBefore2000 = 10_957;
const dayMs = 86_400_000;

/** An int8, which is a safe integer. */
const readInt8 = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);

/** A date by its days since 2000 as PostgreSQL writes it. */
function writeDay(days: number): string {
  const date = new Date((days + daysBefore2000) * dayMs);
  const year = date.getUTCFullYear();
  const monthAndDay = date.toISOString().slice(-20, -14);
  return year > 0
    ? `${String(year).padStart(4, '0')}${monthAndDay}`
    : `${String(1 - year).padStart(4, '0')}${monthAndDay} BC`;
}

// Rows of a feed are of a few days, or of many usage points on the same ones.
const mostDays = 5000;
const days = new Map<number, string>();

function dayOf(number: number): string {
  let day = days.get(number);
  if (day === undefined) {
    day = writeDay(number);
    if (days.size >= mostDays) days.clear();
    days.set(number, day);
  }
  return day;
}

/** The row of a text of `blockColumn`. */
export function readBlockRow({ block }: { readonly block: string }): BlockRow {
  const bytes = Buffer.from(block, 'base64');
  return {
    upId: readInt8(bytes, 0),
    no: bytes.readInt16BE(44),
    day: dayOf(bytes.readInt32BE(40)),
    startTs: readInt8(bytes, 8),
    step: bytes.readInt32BE(32),
    n: bytes.readInt32BE(36),
    enc: bytes.readInt16BE(46),
    published: readInt8(bytes, 16),
    updated: readInt8(bytes, 24),
    data: bytes.subarray(headBytes),
  };
}
