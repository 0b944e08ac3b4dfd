import { sha256 } from '../../platform/hash.ts';
import { putStoredFile } from '../../storage/stored-files.ts';
import type { BatchContext } from './batch-context.ts';
import type { IngestFile } from './ingest-batch.ts';

/**
 * Stores a file under a uid, in the place of what was there.
 *
 * @returns whether it is another than before.
 */
export async function writeFile(
  { tx, utilityId, stamp }: BatchContext,
  file: IngestFile,
  owner: { readonly uid: string; readonly upId?: number; readonly customerId?: number },
): Promise<boolean> {
  return await putStoredFile(tx, {
    utilityId,
    stamp: await stamp(),
    row: {
      uid: owner.uid,
      upId: owner.upId ?? null,
      customerId: owner.customerId ?? null,
      fileName: file.fileName,
      mediaType: file.mediaType,
      sha256: sha256(file.bytes),
      bytes: file.bytes,
    },
  });
}
