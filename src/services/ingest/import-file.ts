import { importCsv } from './import-csv.ts';
import { importGreenButton } from './import-green-button.ts';
import type { ImportContext, ImportInput } from './import-input.ts';
import type { ImportReceipt } from './import-receipt.ts';
import type { ImportSource } from './import-source.ts';

const byteOrderMarks = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe)/;
/** Bytes that are looked at for the first one that is not blank. */
const probeBytes = 4096;

/** Whether a file is XML: what begins with `<` is, and what is called so. */
async function isXml(source: ImportSource): Promise<boolean> {
  let head = '';
  for await (const piece of source.open()) {
    head += Buffer.from(piece.subarray(0, probeBytes)).toString('latin1');
    const [first] = head.replace(byteOrderMarks, '').trimStart();
    if (first !== undefined) return first === '<' || /\.xml$/i.test(source.name);
    if (head.length >= probeBytes) return true;
  }
  return /\.xml$/i.test(source.name);
}

/**
 * Imports a file of readings: Green Button XML or CSV, which its first character tells. Both are imported the same
 * way, in batches, with a receipt, and a second time changes nothing.
 */
export async function importFile(context: ImportContext, input: ImportInput): Promise<ImportReceipt> {
  return (await isXml(input.source)) ? importGreenButton(context, input) : importCsv(context, input);
}
