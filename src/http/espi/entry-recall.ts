import type { FastifyRequest } from 'fastify';
import { renderEntryDocument } from '../../espi/atom-writer.ts';
import type { ResourceRow } from '../../espi/resources.ts';
import type { Principal } from '../../services/authorization/principal.ts';
import type { TokenCache } from '../../services/authorization/token-cache.ts';
import type { EntryAnswer } from '../../services/resource/answer.ts';
import type { EntryMemory, RenderedEntry } from '../../services/resource/entry-memory.ts';
import { sentBearer } from '../bearer.ts';
import { noteRequest } from '../request-notes.ts';
import type { AdmittedRequest } from './principal.ts';

/** The memory of one route's entries, as its handler uses it. */
export interface EntryRecall {
  /** The entry as it was sent to this very reader before, if it is remembered. */
  readonly find: (request: FastifyRequest, bearer: Principal) => RenderedEntry | undefined;
  /**
   * Begins a reading: the function that it gives renders the entry, and remembers it unless something has changed.
   * Undefined when this request's answer is not to be remembered.
   */
  readonly begin: (
    request: FastifyRequest,
    bearer: Principal,
  ) => ((admitted: AdmittedRequest, answer: EntryAnswer) => RenderedEntry) | undefined;
}

/** An entry in the form in which it leaves. */
export const renderEntry = ({ entry, style, etag }: EntryAnswer): RenderedEntry => ({
  etag,
  bytes: Buffer.from(renderEntryDocument(entry, style)),
});

/**
 * How a route remembers its entries; undefined when it does not. Only what a customer shares is remembered, for the
 * bearer of the customer's token itself: an ApplicationInformation holds secrets, and an Authorization changes with the
 * clock. An address with a query is read anew.
 */
export function entryRecall(
  row: ResourceRow,
  memory: EntryMemory | undefined,
  tokenCache: Pick<TokenCache, 'peek'> | undefined,
): EntryRecall | undefined {
  /** Whether a token stands for the same principal at its next request: for another nothing would be found. */
  const lasts = (request: FastifyRequest, bearer: Principal): boolean =>
    tokenCache?.peek(sentBearer(request)?.hash ?? '')?.principal === bearer;
  if (memory === undefined || row.form !== 'entry' || row.token !== 'access_token') return undefined;
  const isPlain = ({ url }: FastifyRequest): boolean => !url.includes('?');
  return {
    find: (request, bearer) => {
      if (bearer.authorization === undefined || !isPlain(request)) return undefined;
      const known = memory.find(bearer, request.url);
      // Access was checked when it was first read, for the same principal and the same address.
      if (known !== undefined) noteRequest(request, { read: row.name });
      return known;
    },
    begin: (request, bearer) => {
      if (bearer.authorization === undefined || !isPlain(request)) return undefined;
      const generation = memory.generation();
      return ({ principals }, answer) => {
        const rendered = renderEntry(answer);
        if (principals.length === 1 && principals[0] === bearer && lasts(request, bearer))
          memory.remember(bearer, request.url, rendered, generation);
        return rendered;
      };
    },
  };
}
