import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ResourceRow, resourceRoot, resources } from '../../espi/resources.ts';
import { AppError } from '../../platform/errors.ts';
import type { Principal } from '../../services/authorization/principal.ts';
import type { Answer, EntryAnswer } from '../../services/resource/answer.ts';
import type { ResourceContext } from '../../services/resource/context.ts';
import { readResource } from '../../services/resource/read-resource.ts';
import { holdFeedSlot } from '../hold-feed-slot.ts';
import { resourceRoute, type Writers } from '../methods.ts';
import { deleteAuthorization } from './delete-authorization.ts';
import { type EntryRecall, entryRecall, renderEntry } from './entry-recall.ts';
import { type AdmittedRequest, admitIdentified, identify, type PrincipalContext } from './principal.ts';
import { putApplication } from './put-application.ts';
import { resourceQuery } from './query.ts';
import { sendEntry } from './send-entry.ts';
import { sendFile } from './send-file.ts';
import { sendPending } from './send-pending.ts';
import { sendPrepared } from './send-prepared.ts';
import { sendXml } from './send-xml.ts';

/** What the resource endpoints need. */
export type EspiContext = PrincipalContext & ResourceContext;

/** A request whose token is good. */
interface IdentifiedCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Whose token it is. */
  readonly bearer: Principal;
}

const isNotFound = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found';

/** Reads as each principal in turn, until one finds something. */
async function readAsAny(
  context: EspiContext,
  row: ResourceRow,
  request: FastifyRequest,
  { token, params, principals }: AdmittedRequest,
  signal?: AbortSignal,
): Promise<Answer> {
  const query = resourceQuery(row, request.query);
  const [first, ...others] = principals;
  let reading = readResource(context, { row, params, principal: first, token, query, signal });
  for (const principal of others)
    reading = reading.catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      return readResource(context, { row, params, principal, token, query, signal });
    });
  return await reading;
}

/** Sends whatever is no entry. */
async function sendOther(
  context: EspiContext,
  { request, reply }: IdentifiedCall,
  answer: Exclude<Answer, EntryAnswer>,
  signal?: AbortSignal,
): Promise<FastifyReply> {
  switch (answer.form) {
    case 'file':
      return await sendFile(request, reply, answer);
    case 'prepared':
      return await sendPrepared(context, request, reply, answer);
    case 'pending':
      return await sendPending(context, reply, answer);
    default:
      return await sendXml(context, request, reply, answer, signal);
  }
}

/** Reads what an admitted request for a feed asks for, and sends it; stops when its reader is gone or was given up. */
async function readAndSendFeed(
  context: EspiContext,
  row: ResourceRow,
  call: IdentifiedCall,
  admitted: AdmittedRequest,
): Promise<FastifyReply> {
  const { request, reply, bearer } = call;
  const { signal, handled } = holdFeedSlot(context, request, reply, bearer.client.id);
  try {
    const answer = await readAsAny(context, row, request, admitted, signal);
    if (answer.form === 'entry') throw new RangeError(`${row.name} is no entry`);
    return await sendOther(context, call, answer, signal);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    // It is no fault, and nobody is there to be told.
    return reply.hijack();
  } finally {
    handled();
  }
}

/** Reads what a request asks for, and sends it. */
async function readAndSend(
  context: EspiContext,
  row: ResourceRow,
  call: IdentifiedCall,
  recall: EntryRecall | undefined,
): Promise<FastifyReply> {
  const { request, reply, bearer } = call;
  const render = recall?.begin(request, bearer);
  const admitted = await admitIdentified(context, row, request, bearer);
  if (row.form === 'feed') return await readAndSendFeed(context, row, call, admitted);
  const answer = await readAsAny(context, row, request, admitted);
  if (answer.form !== 'entry') return await sendOther(context, call, answer);
  const rendered = render?.(admitted, answer);
  return sendEntry(request, reply, answer.etag, () => (rendered ?? renderEntry(answer)).bytes);
}

/**
 * One handler for every row: token, then whose it is, then the parameters, then the data. A remembered entry is sent
 * without a promise: they would cost as much as finding it.
 */
function handlerOf(row: ResourceRow, context: EspiContext) {
  const recall = entryRecall(row, context.entryMemory, context.tokenCache);
  const answer = (call: IdentifiedCall): FastifyReply | Promise<FastifyReply> => {
    const { request, reply, bearer } = call;
    const known = recall?.find(request, bearer);
    return known === undefined
      ? readAndSend(context, row, call, recall)
      : sendEntry(request, reply, known.etag, () => known.bytes);
  };
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    const bearer = identify(context, row, request);
    return bearer instanceof Promise
      ? bearer.then((read) => answer({ request, reply, bearer: read }))
      : answer({ request, reply, bearer });
  };
}

/** What changes a row's resource, by the methods that the table names. */
function writersOf(row: ResourceRow, context: EspiContext): Writers {
  return {
    ...(row.methods.includes('DELETE') ? { DELETE: deleteAuthorization(row, context) } : {}),
    ...(row.methods.includes('PUT') ? { PUT: putApplication(row, context, handlerOf(row, context)) } : {}),
  };
}

/** Longest document that a third party may send. */
const maxDocumentBytes = 262_144;

function mountRows(app: FastifyInstance, context: EspiContext): void {
  for (const row of resources) {
    const handler = handlerOf(row, context);
    for (const path of [row.path, ...row.aliases]) {
      resourceRoute(
        app,
        {
          url: resourceRoot + path.replace(/\{(\w+)\}/g, ':$1'),
          handler,
          config: { name: row.name },
          // Ranges and the strong validator of a file are about its own bytes.
          ...(row.form === 'file' ? { compress: false } : {}),
        },
        writersOf(row, context),
      );
    }
  }
}

/** Mounts every row of the resource table under its path and its aliases. Documents come as bytes, whatever their type. */
export async function mountResources(app: FastifyInstance, context: EspiContext): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: maxDocumentBytes },
      (_request, body, done) => done(null, body),
    );
    mountRows(scope, context);
  });
}
