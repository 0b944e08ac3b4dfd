import type { FastifyRequest } from 'fastify';
import { type Refusal, RefusedError, type RequestOwner } from '../services/authorization/refusal.ts';

/** What is known of a request of a third party, for the log that its developer sees. */
export interface RequestNotes {
  readonly owner?: RequestOwner;
  readonly refusal?: Refusal;
  /** Name of the row of the resource table whose data were read. */
  readonly read?: string;
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();

/** Adds to what is known of a request. */
export function noteRequest(request: FastifyRequest, more: RequestNotes): void {
  notes.set(request, { ...notes.get(request), ...more });
}

/** What is known of a request. */
export const notesOf = (request: FastifyRequest): RequestNotes => notes.get(request) ?? {};

/** Notes why a request was refused, and whose it was, when the error says so. */
export function noteError(request: FastifyRequest, error: unknown): void {
  if (!(error instanceof RefusedError)) return;
  const { refusal, owner } = error;
  noteRequest(
    request,
    owner === undefined ? { refusal } : { refusal, owner: { ...owner, ...notesOf(request).owner } },
  );
}
