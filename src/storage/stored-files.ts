import type { Queryable } from './database.ts';

/** A file to be written. It belongs to a usage point's bill or to a customer's statement. */
export interface StoredFileRow {
  readonly uid: string;
  readonly upId: number | null;
  readonly customerId: number | null;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a file under its uid: inserts it, or puts other bytes or another name in the place of what is there.
 * The caller holds the stamp.
 *
 * @returns whether anything was written.
 */
export async function putStoredFile(
  tx: Queryable,
  {
    utilityId,
    stamp,
    row,
  }: { readonly utilityId: number; readonly stamp: number; readonly row: StoredFileRow },
): Promise<boolean> {
  const [known] = await tx.query<{ same: boolean }>(
    `select (sha256, file_name, media_type) is not distinct from ($2, $3, $4) as same
     from stored_file where uid = $1`,
    [row.uid, row.sha256, row.fileName, row.mediaType],
  );
  if (known?.same === true) return false;
  if (known === undefined) {
    await tx.query(
      `insert into stored_file (uid, utility_id, up_id, customer_id, file_name, media_type, sha256, updated, bytes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        row.uid,
        utilityId,
        row.upId,
        row.customerId,
        row.fileName,
        row.mediaType,
        row.sha256,
        stamp,
        row.bytes,
      ],
    );
  } else {
    await tx.query(
      'update stored_file set file_name = $2, media_type = $3, sha256 = $4, updated = $5, bytes = $6 where uid = $1',
      [row.uid, row.fileName, row.mediaType, row.sha256, stamp, row.bytes],
    );
  }
  return true;
}
