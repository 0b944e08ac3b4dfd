import { everyRow } from '../../storage/row-range.ts';
import { findStoredFileFor, readStoredFile } from '../../storage/stored-file-views.ts';
import type { FileAnswer } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { notFound } from './find-entry.ts';
import { grantOf, withinGrant } from './grant.ts';
import { seesNoun } from './visibility.ts';

/**
 * A stored file: the image of a bill that the reader may see as UsageSummary, or a document of its customer.
 *
 * @throws AppError `not_found`.
 * @see GET /Non-ESPI/{file_uid}
 */
export async function readFile(
  { db }: Pick<ResourceContext, 'db'>,
  { params, principal }: Pick<ResourceRequest, 'params' | 'principal'>,
): Promise<FileAnswer> {
  const grant = grantOf(principal);
  const { startMin, startMax } = withinGrant(grant, everyRow);
  const file = await findStoredFileFor(db, params.file_uid ?? '', {
    authorizationId: grant.id,
    bills: seesNoun(grant, 'UsageSummary') ? { min: startMin, max: startMax } : undefined,
    customerId: seesNoun(grant, 'Customer') ? grant.customerId : undefined,
  });
  if (file === undefined) throw notFound();
  return {
    form: 'file',
    fileName: file.fileName,
    mediaType: file.mediaType,
    size: file.size,
    etag: `"${file.sha256}"`,
    read: (start, end) => readStoredFile(db, { uid: file.uid, start, end }),
  };
}
