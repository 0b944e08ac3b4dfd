/** Makes rows in PostgreSQL's binary COPY format: a field is written after the other, in the order of the columns. */
export interface CopyRows {
  /** Begins a row. */
  readonly row: (fields: number) => void;
  readonly int2: (value: number) => void;
  readonly int4: (value: number) => void;
  /** A safe integer. */
  readonly int8: (value: number) => void;
  /** `YYYY-MM-DD` */
  readonly date: (day: string) => void;
  readonly bytes: (value: Uint8Array) => void;
  readonly text: (value: string) => void;
  /** A value of jsonb. */
  readonly json: (value: unknown) => void;
  readonly none: () => void;
  /** The whole stream; nothing may be written after it. */
  readonly finish: () => Uint8Array[];
}

const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const pieceBytes = 1 << 18;
const daysBefore2000 = 10_957;
/** UTF-8 of a UTF-16 unit at the most. */
const mostBytesOfUnit = 3;
const jsonbVersion = 1;

/** Begins a stream of rows. */
export function createCopyRows(): CopyRows {
  const pieces: Uint8Array[] = [];
  let piece = Buffer.allocUnsafe(pieceBytes);
  let at = header.copy(piece);

  const room = (bytes: number): void => {
    if (at + bytes <= piece.length) return;
    pieces.push(piece.subarray(0, at));
    piece = Buffer.allocUnsafe(Math.max(pieceBytes, bytes));
    at = 0;
  };
  let lastDay = '';
  let lastNumber = 0;
  const dayNumber = (day: string): number => {
    if (day !== lastDay) {
      lastNumber = Date.parse(day) / 86_400_000 - daysBefore2000;
      lastDay = day;
    }
    return lastNumber;
  };
  const int4 = (value: number): void => {
    room(8);
    at = piece.writeInt32BE(4, at);
    at = piece.writeInt32BE(value, at);
  };
  /** A length, the bytes of `prefix` and of the text. */
  const putText = (value: string, prefix: readonly number[]): void => {
    room(4 + prefix.length + value.length * mostBytesOfUnit);
    const begin = at + 4;
    piece.set(prefix, begin);
    const length = prefix.length + piece.write(value, begin + prefix.length);
    piece.writeInt32BE(length, at);
    at = begin + length;
  };

  return {
    row(fields) {
      room(2);
      at = piece.writeInt16BE(fields, at);
    },
    int2(value) {
      room(6);
      at = piece.writeInt32BE(2, at);
      at = piece.writeInt16BE(value, at);
    },
    int4,
    int8(value) {
      room(12);
      const high = Math.floor(value / 2 ** 32);
      at = piece.writeInt32BE(8, at);
      at = piece.writeInt32BE(high, at);
      at = piece.writeUInt32BE(value - high * 2 ** 32, at);
    },
    date: (day) => int4(dayNumber(day)),
    bytes(value) {
      room(4 + value.length);
      at = piece.writeInt32BE(value.length, at);
      piece.set(value, at);
      at += value.length;
    },
    text: (value) => putText(value, []),
    json: (value) => putText(JSON.stringify(value), [jsonbVersion]),
    none() {
      room(4);
      at = piece.writeInt32BE(-1, at);
    },
    finish() {
      room(2);
      at = piece.writeInt16BE(-1, at);
      pieces.push(piece.subarray(0, at));
      return pieces;
    },
  };
}
