import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Refusal, RefusedError, type RequestOwner } from '../services/authorization/refusal.ts';

/** What is known of a request of a third party, for the log that its developer sees. */
export interface RequestNotes {
  readonly owner?: RequestOwner | undefined;
  readonly refusal?: Refusal | undefined;
  /** Name of the row of the resource table whose data were read. */
  readonly read?: string | undefined;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const notesKey = Symbol('notes');
const nothing: RequestNotes = {};

// They hang at the request: a WeakMap of all requests is work for the collector.
type NotedRequest = FastifyRequest & { [notesKey]?: Writable<RequestNotes> | null };

/** Adds to what is known of a request. */
export function noteRequest(request: NotedRequest, more: RequestNotes): void {
  const known = request[notesKey];
  if (known == null) {
    request[notesKey] = { owner: more.owner, refusal: more.refusal, read: more.read };
    return;
  }
  if (more.owner !== undefined) known.owner = more.owner;
  if (more.refusal !== undefined) known.refusal = more.refusal;
  if (more.read !== undefined) known.read = more.read;
}

/** What is known of a request. */
export const notesOf = (request: NotedRequest): RequestNotes => request[notesKey] ?? nothing;

/** Notes why a request was refused, and whose it was, when the error says so. */
function noteError(request: FastifyRequest, error: unknown): void {
  if (!(error instanceof RefusedError)) return;
  const { refusal, owner } = error;
  noteRequest(
    request,
    owner === undefined ? { refusal } : { refusal, owner: { ...owner, ...notesOf(request).owner } },
  );
}

/** Makes room at every request for what is known of it, and notes why it was refused. */
export function mountRequestNotes(app: FastifyInstance): void {
  app.decorateRequest(notesKey, null);
  app.addHook('onError', (request, _reply, error, done) => {
    noteError(request, error);
    done();
  });
}
