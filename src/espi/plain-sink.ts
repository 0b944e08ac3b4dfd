import { chunkBytes, type FeedSink } from './feed-sink.ts';
import type { ReadingColumns } from './packed-columns.ts';
import { fillTemplate, type ReadingTemplate } from './reading-template.ts';
import { fillRecord } from './text-record.ts';
import { textSlices } from './text-slices.ts';

const capacity = 4 * chunkBytes;
/** Digits and sign of the longest number. */
const longestNumber = 20;

/** The pieces of a template as bytes. */
interface TemplateBytes {
  readonly beforeCost: Uint8Array;
  readonly beforeStart: Uint8Array;
  readonly afterStart: Uint8Array;
  readonly afterValue: Uint8Array;
  /** Bytes of the longest reading. */
  readonly longest: number;
}

const known = new WeakMap<ReadingTemplate, TemplateBytes>();

function bytesOf(template: ReadingTemplate): TemplateBytes {
  let bytes = known.get(template);
  if (bytes === undefined) {
    const { beforeCost, beforeStart, afterStart, afterValue } = template;
    bytes = {
      beforeCost: Buffer.from(beforeCost, 'latin1'),
      beforeStart: Buffer.from(beforeStart, 'latin1'),
      afterStart: Buffer.from(afterStart, 'latin1'),
      afterValue: Buffer.from(afterValue, 'latin1'),
      longest:
        beforeCost.length + beforeStart.length + afterStart.length + afterValue.length + 3 * longestNumber,
    };
    known.set(template, bytes);
  }
  return bytes;
}

/** Writes the digits of 0 … 2^31 - 1; returns the place after them. */
function putSmall(buffer: Uint8Array, at: number, number: number): number {
  let end = at + 1;
  for (let bound = 10; bound <= number && bound < 10_000_000_000; bound *= 10) end++;
  let rest = number;
  for (let i = end - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    buffer[i] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}

function putNumber(buffer: Buffer, at: number, number: number): number {
  if (number >= 0 && number <= 0x7fffffff) return putSmall(buffer, at, number);
  return at + buffer.write(String(number), at, 'latin1');
}

/** A sink that gives the text itself, as UTF-8. Its memory is that of one piece, whatever the feed. */
export function createPlainSink(): FeedSink {
  let buffer = Buffer.allocUnsafeSlow(capacity);
  let at = 0;
  const ready: Uint8Array[] = [];

  const rotate = (): Uint8Array => {
    const chunk = buffer.subarray(0, at);
    buffer = Buffer.allocUnsafeSlow(capacity);
    at = 0;
    return chunk;
  };
  const reserve = (size: number): void => {
    if (at + size > capacity) ready.push(rotate());
  };

  const putText = (text: string): void => {
    for (const slice of textSlices(text)) {
      reserve(slice.length * 3);
      at += buffer.write(slice, at, 'utf8');
    }
  };

  return {
    text: putText,
    similar: (_, text) => putText(text),
    record: (template, values) => putText(fillRecord(template, values)),
    readings(template: ReadingTemplate, columns: ReadingColumns, from: number, to: number) {
      const { hasCost, hasValue } = template;
      const { beforeCost, beforeStart, afterStart, afterValue, longest } = bytesOf(template);
      const { starts, values, costs } = columns;
      for (let i = from; i < to; i++) {
        if (longest > chunkBytes) {
          putText(fillTemplate(template, starts[i] ?? 0, values?.[i] ?? 0, costs?.[i] ?? 0));
          continue;
        }
        reserve(longest);
        if (hasCost) {
          buffer.set(beforeCost, at);
          at = putNumber(buffer, at + beforeCost.length, costs?.[i] ?? 0);
        }
        buffer.set(beforeStart, at);
        at = putNumber(buffer, at + beforeStart.length, starts[i] ?? 0);
        buffer.set(afterStart, at);
        at += afterStart.length;
        if (hasValue) {
          at = putNumber(buffer, at, values?.[i] ?? 0);
          buffer.set(afterValue, at);
          at += afterValue.length;
        }
      }
    },
    take() {
      return ready.shift() ?? (at >= chunkBytes ? rotate() : undefined);
    },
    end() {
      return Buffer.concat([...ready.splice(0), buffer.subarray(0, at)]);
    },
  };
}
