import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../storage/database.ts';
import {
  deleteOldRequestLogRows,
  insertRequestLogRows,
  noteReads,
  type ReadNote,
  type RequestLogRow,
} from '../../storage/request-log.ts';
import type { Refusal, RequestOwner } from '../authorization/refusal.ts';

/** A request of a third party that is over. */
interface RecordedRequest {
  readonly owner: RequestOwner;
  /** Milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Path and query, as it may be shown: never the query of the token endpoint. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly requestId: string;
  readonly refusal?: Refusal | undefined;
  /** What was read of the Authorization's data, when it was: the name of a row of the resource table. */
  readonly read?: string | undefined;
}

/** Writes down the requests of third parties, later and many at a time: answers never wait for it. */
export interface RequestRecorder extends AsyncDisposable {
  readonly record: (request: RecordedRequest) => void;
  /** Writes what is waiting. */
  readonly flush: () => Promise<void>;
}

/** How long the log is kept. */
export const requestLogDays = 30;

const flushMilliseconds = 1000;
const flushRows = 500;
/** When the database does not keep up, what comes is dropped, not kept in memory without end. */
const mostWaiting = 10_000;

function rowOf({ owner, refusal, ...request }: RecordedRequest): RequestLogRow {
  const { code, ...facts } = refusal ?? { code: null };
  return {
    clientId: owner.clientId,
    authorizationUid: owner.authorizationUid ?? null,
    at: request.at,
    method: request.method,
    path: request.path.slice(0, 1000),
    status: request.status,
    ms: Math.round(request.milliseconds),
    bytes: request.bytes,
    tokenKind: owner.tokenKind ?? null,
    requestId: request.requestId,
    refusal: code,
    refusalFacts: code === null ? null : facts,
  };
}

function readsOf(requests: readonly RecordedRequest[]): ReadNote[] {
  const reads = new Map<string, { at: number; kinds: Set<string> }>();
  for (const { owner, at, read } of requests) {
    if (read === undefined || owner.authorizationUid === undefined) continue;
    const known = reads.get(owner.authorizationUid) ?? { at, kinds: new Set<string>() };
    known.at = Math.max(known.at, at);
    known.kinds.add(read);
    reads.set(owner.authorizationUid, known);
  }
  return [...reads].map(([authorizationUid, { at, kinds }]) => ({ authorizationUid, at, kinds: [...kinds] }));
}

/** A recorder that writes every second, or as soon as many requests wait. Dispose it before the database is closed. */
export function createRequestRecorder({
  db,
  onError,
}: {
  readonly db: Database;
  readonly onError: (error: unknown) => void;
}): RequestRecorder {
  let waiting: RecordedRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const reads = readsOf(batch);
      await db.transaction(async (tx) => {
        if (reads.length > 0) await noteReads(tx, reads);
        await insertRequestLogRows(tx, batch.map(rowOf));
      });
    } catch (error) {
      onError(error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    record: (request) => {
      if (waiting.length >= mostWaiting) return;
      waiting.push(request);
      if (waiting.length >= flushRows) void flush();
      else timer ??= setTimeout(() => void flush(), flushMilliseconds).unref();
    },
    flush,
    [Symbol.asyncDispose]: flush,
  };
}

/** Forgets the requests whose time in the log is over. */
export async function forgetOldRequests({
  db,
  clock,
}: {
  readonly db: Pick<Database, 'query'>;
  readonly clock: Clock;
}): Promise<void> {
  await deleteOldRequestLogRows(db, clock.now() - requestLogDays * 86_400_000);
}
