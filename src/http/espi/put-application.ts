import type { FastifyReply, FastifyRequest } from 'fastify';
import { createFeedReader } from '../../espi/reader/feed-reader.ts';
import type { Finding } from '../../espi/reader/finding.ts';
import { readFeed } from '../../espi/reader/read-feed.ts';
import type { ResourceRow } from '../../espi/resources.ts';
import type { ComplexValue } from '../../espi/schema/define.ts';
import { AppError } from '../../platform/errors.ts';
import { putApplicationInformation } from '../../services/registration/put-application-information.ts';
import type { HttpContext } from '../context.ts';
import { admit, type PrincipalContext } from './principal.ts';

const element = 'ApplicationInformation';

/** What is absent stays as it was, and the Atom around the resource is of no importance. */
const tolerated: ReadonlySet<string> = new Set(['missing-element', 'missing-default', 'atom-missing']);

async function* whole(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}

/**
 * Reads the one ApplicationInformation of a document: bare, or inside an Atom entry.
 *
 * @throws AppError `invalid_input`, naming line and element.
 */
async function readApplication(body: unknown): Promise<ComplexValue> {
  const values: ComplexValue[] = [];
  let fault: Finding | undefined;
  const reader = createFeedReader({
    mode: 'import',
    onEntry: ({ contents }) => {
      for (const content of contents) if (content.element === element) values.push(content.value);
    },
    onReadings: () => undefined,
    onFinding: (finding) => {
      if (finding.severity === 'error' && !tolerated.has(finding.code)) fault ??= finding;
    },
  });
  if (Buffer.isBuffer(body)) await readFeed(whole(body), reader);
  if (fault !== undefined)
    throw new AppError(
      'invalid_input',
      `Line ${fault.line}: ${fault.element === '' ? '' : `${fault.element}: `}${fault.message}.`,
    );
  const [value, ...others] = values;
  if (value === undefined || others.length > 0)
    throw new AppError('invalid_input', `Send one ${element}, as XML, bare or inside an Atom entry.`);
  return value;
}

/**
 * PUT of ApplicationInformation: the third party changes what it told of itself. The answer is the entry as it is
 * then; a redirect URI that waits for the operator is not in it yet.
 *
 * @param answer sends the entry.
 * @see function block 41, RFC 7592 section 2.2
 */
export function putApplication(
  row: ResourceRow,
  context: PrincipalContext & Pick<HttpContext, 'composeRegistrationMail'>,
  answer: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { principals } = await admit(context, row, request);
    const [{ client, utility }] = principals;
    const { composeRegistrationMail } = context;
    if (composeRegistrationMail === undefined)
      throw new AppError('unavailable', 'Registrations cannot be changed here at present.');
    await putApplicationInformation(
      { ...context, composeRegistrationMail },
      {
        uid: client.uid,
        utility,
        given: await readApplication(request.body),
        ipAddress: request.ip,
        requestId: request.id,
      },
    );
    return await answer(request, reply);
  };
}
