import type { Queryable } from './database.ts';

/** A stored file without its bytes. */
export interface StoredFileView {
  readonly uid: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly size: number;
  readonly updated: number;
}

/** Who asks for a file. A side that is not granted is absent. */
export interface FileReader {
  readonly authorizationId: number;
  /** Bills are shared: those issued within `min <= x < max` (seconds). */
  readonly bills?: { readonly min: number; readonly max: number } | undefined;
  /** Customer data are shared: of this customer. */
  readonly customerId?: number | undefined;
}

/** Finds a file that the reader may have: the image of one of its bills, or a document of its customer. */
export async function findStoredFileFor(
  db: Queryable,
  uid: string,
  reader: FileReader,
): Promise<StoredFileView | undefined> {
  const { bills } = reader;
  const [row] = await db.query<StoredFileView>(
    `select f.uid, f.file_name as "fileName", f.media_type as "mediaType", f.sha256,
       octet_length(f.bytes) as size, f.updated
     from stored_file f
     where f.uid = $1 and (
       ($3::bool and exists (
         select 1
         from usage_summary s join authorization_usage_point a on a.up_id = s.up_id
         where a.authorization_id = $2 and s.up_id = f.up_id and s.file_uid = f.uid
           and s.issued_ts >= $4 and s.issued_ts < $5))
       or ($6::int8 is not null and f.customer_id = $6))`,
    [
      uid,
      reader.authorizationId,
      bills !== undefined,
      Math.max(bills?.min ?? 0, -Number.MAX_SAFE_INTEGER),
      Math.min(bills?.max ?? 0, Number.MAX_SAFE_INTEGER),
      reader.customerId ?? null,
    ],
  );
  return row;
}

/** Bytes `start … end - 1` of a file. */
export async function readStoredFile(
  db: Queryable,
  input: { readonly uid: string; readonly start: number; readonly end: number },
): Promise<Uint8Array> {
  const [row] = await db.query<{ bytes: Uint8Array }>(
    'select substring(bytes from $2::int4 for $3::int4) as bytes from stored_file where uid = $1',
    [input.uid, input.start + 1, input.end - input.start],
  );
  return row?.bytes ?? new Uint8Array();
}
