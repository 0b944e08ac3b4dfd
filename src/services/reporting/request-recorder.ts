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
const flushRows = 1000;
/** When the database does not keep up, what comes is dropped, not kept in memory without end. */
const mostWaiting = 10_000;

/** A text of somebody as the database takes it: no NUL, no half of a pair of surrogates. */
const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\ufffd')).toString();

const rowOf = (request: RecordedRequest): RequestLogRow => {
  const { owner, refusal } = request;
  const row = {
    clientId: owner.clientId,
    authorizationUid: owner.authorizationUid,
    at: request.at,
    method: request.method,
    path: request.path.slice(0, 1000),
    status: request.status,
    ms: Math.round(request.milliseconds),
    bytes: request.bytes,
    tokenKind: owner.tokenKind,
    requestId: request.requestId,
  };
  if (refusal === undefined) return row;
  const { code, ...facts } = refusal;
  const refusalFacts =
    facts.parameter === undefined ? facts : { ...facts, parameter: storable(facts.parameter) };
  return { ...row, refusal: code, refusalFacts };
};

/** When an Authorization was last read, and what. */
interface Reading {
  at: number;
  readonly kinds: Set<string>;
}

function noteReading(readings: Map<string, Reading>, { owner, at, read }: RecordedRequest): void {
  if (read === undefined || owner.authorizationUid === undefined) return;
  const known = readings.get(owner.authorizationUid);
  if (known === undefined) {
    readings.set(owner.authorizationUid, { at, kinds: new Set([read]) });
    return;
  }
  known.at = Math.max(known.at, at);
  known.kinds.add(read);
}

const readNotes = (readings: ReadonlyMap<string, Reading>): ReadNote[] =>
  [...readings].map(([authorizationUid, { at, kinds }]) => ({ authorizationUid, at, kinds: [...kinds] }));

/** A recorder that writes every second, or as soon as many requests wait. Dispose it before the database is closed. */
export function createRequestRecorder({
  db,
  onError,
}: {
  readonly db: Database;
  readonly onError: (error: unknown) => void;
}): RequestRecorder {
  let waiting: RequestLogRow[] = [];
  let readings = new Map<string, Reading>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  /** A write that has not begun takes all that comes until it does: there is never a second one. */
  let isNext = false;

  const write = async (): Promise<void> => {
    const rows = waiting;
    const reads = readNotes(readings);
    waiting = [];
    readings = new Map();
    if (rows.length === 0) return;
    // One does not wait for the other, nor is it lost with it.
    try {
      if (reads.length > 0) await db.transaction((tx) => noteReads(tx, reads));
    } catch (error) {
      onError(error);
    }
    try {
      await db.transaction((tx) => insertRequestLogRows(tx, rows));
    } catch (error) {
      onError(error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (isNext) return writing;
    isNext = true;
    writing = writing.then(() => {
      isNext = false;
      return write();
    });
    return writing;
  };
  return {
    record: (request) => {
      if (waiting.length >= mostWaiting) return;
      waiting.push(rowOf(request));
      noteReading(readings, request);
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
