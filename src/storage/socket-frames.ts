import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

/** Most bytes of one message: more than any batch that is written at once. */
const maxFrameBytes = 1 << 30;

/** One message as it goes over the local socket: its length in four bytes, then the value as V8 serialises it. */
export function writeFrame(socket: Socket, value: unknown): void {
  const body = serialize(value);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  socket.write(head);
  socket.write(body);
}

/** The messages that arrive, until the other side ends. */
export async function* readFrames(socket: Socket): AsyncGenerator<unknown, void, undefined> {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted = 4;
  let head = true;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    parts.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
      const frame = bytes.subarray(0, wanted);
      parts = bytes.length === wanted ? [] : [bytes.subarray(wanted)];
      held -= wanted;
      if (head) {
        wanted = frame.readUInt32BE(0);
        if (wanted > maxFrameBytes) throw new RangeError('A message on the local socket is too long');
      } else {
        yield deserialize(frame);
        wanted = 4;
      }
      head = !head;
    }
  }
}
