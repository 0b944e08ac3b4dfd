import type { FeedReader } from './feed-reader.ts';

type Decoder = InstanceType<typeof TextDecoder>;

const pieceBytes = 65_536;
/** How far into a file its declaration may reach. */
const headBytes = 200;

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** The encoding of a file by its first bytes: byte-order mark, UTF-16 without one, or the XML declaration. */
function detectEncoding(head: Uint8Array): string {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0x3c, 0x00)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff) || startsWith(head, 0x00, 0x3c)) return 'utf-16be';
  const declaration = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    String.fromCharCode(...head),
  );
  // A declaration that could be read as ASCII is not of UTF-16, whatever it says.
  return declaration?.[1] === undefined || /^utf-?16/i.test(declaration[1]) ? 'utf-8' : declaration[1];
}

function createDecoder(reader: FeedReader, head: Uint8Array): Decoder | undefined {
  const encoding = detectEncoding(head);
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    reader.abort('encoding', `the encoding ${encoding} is not known; save the file as UTF-8`);
    return undefined;
  }
}

async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  let started = false;
  for await (const bytes of source) {
    let rest = bytes;
    if (!started) {
      // The first piece must be long enough to hold the declaration.
      const joined = new Uint8Array(head.length + bytes.length);
      joined.set(head);
      joined.set(bytes, head.length);
      head = joined;
      if (head.length < headBytes) continue;
      started = true;
      rest = head;
    }
    for (let at = 0; at < rest.length; at += pieceBytes) yield rest.subarray(at, at + pieceBytes);
  }
  if (!started) yield head;
}

/**
 * Reads bytes into a reader and closes it: UTF-8, UTF-16 with or without a byte-order mark, or what the XML
 * declaration names and TextDecoder knows. Bytes that are no text in the encoding end reading.
 *
 * @param afterPiece called after every 64 KiB at most, and waited for: here an importer writes what it has got,
 *   and reading goes no faster than it writes.
 */
export async function readFeed(
  source: AsyncIterable<Uint8Array>,
  reader: FeedReader,
  afterPiece?: () => Promise<void> | void,
): Promise<void> {
  let decoder: Decoder | undefined;
  const decode = (bytes?: Uint8Array): void => {
    let text: string | undefined;
    try {
      text = bytes === undefined ? decoder?.decode() : decoder?.decode(bytes, { stream: true });
    } catch {
      reader.abort(
        'encoding',
        `some bytes are no ${decoder?.encoding.toUpperCase()} text; save the file as UTF-8`,
      );
    }
    if (text !== undefined) reader.write(text);
  };
  for await (const piece of inPieces(source)) {
    decoder ??= createDecoder(reader, piece.subarray(0, headBytes));
    decode(piece);
    if (reader.failed) return;
    await afterPiece?.();
  }
  decode();
  reader.close();
  await afterPiece?.();
}
