import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ResourceRow, resourceRoot, resources } from '../../espi/resources.ts';
import { AppError } from '../../platform/errors.ts';
import type { Answer } from '../../services/resource/answer.ts';
import type { ResourceContext } from '../../services/resource/context.ts';
import { readResource } from '../../services/resource/read-resource.ts';
import { holdFeedSlot } from '../hold-feed-slot.ts';
import { resourceRoute, type Writers } from '../methods.ts';
import { deleteAuthorization } from './delete-authorization.ts';
import { type AdmittedRequest, admit, type PrincipalContext } from './principal.ts';
import { putApplication } from './put-application.ts';
import { resourceQuery } from './query.ts';
import { sendFile } from './send-file.ts';
import { sendPending } from './send-pending.ts';
import { sendPrepared } from './send-prepared.ts';
import { sendXml } from './send-xml.ts';

/** What the resource endpoints need. */
export type EspiContext = PrincipalContext & ResourceContext;

const isNotFound = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found';

/** Reads as each principal in turn, until one finds something. */
async function readAsAny(
  context: EspiContext,
  row: ResourceRow,
  request: FastifyRequest,
  { token, params, principals }: AdmittedRequest,
): Promise<Answer> {
  const query = resourceQuery(row, request.query);
  const [first, ...others] = principals;
  let reading = readResource(context, { row, params, principal: first, token, query });
  for (const principal of others)
    reading = reading.catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      return readResource(context, { row, params, principal, token, query });
    });
  return await reading;
}

/** One handler for every row: token, then whose it is, then the parameters, then the data. */
function handlerOf(row: ResourceRow, context: EspiContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const admitted = await admit(context, row, request);
    if (row.form === 'feed' && request.method === 'GET') holdFeedSlot(context, reply);
    const answer = await readAsAny(context, row, request, admitted);
    switch (answer.form) {
      case 'file':
        return await sendFile(request, reply, answer);
      case 'prepared':
        return await sendPrepared(context, request, reply, answer);
      case 'pending':
        return await sendPending(context, reply, answer);
      default:
        return await sendXml(context, request, reply, answer);
    }
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
