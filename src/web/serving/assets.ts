import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors.ts';
import { findLogo } from '../../services/registration/find-logo.ts';
import { brandStylesheet } from '../brand.ts';
import { pathsBelow } from '../paths.ts';
import { baseStylesheet } from '../stylesheet.ts';
import { brandingOf } from './branding.ts';
import { baseOf, visitOf } from './visit.ts';
import type { WebContext } from './web-context.ts';

const forEver = 'public, max-age=31536000, immutable';

/** An asset under its own hash may be kept for ever; under an older one, only for this page view. */
function sendAsset(
  reply: FastifyReply,
  { type, body, current }: { type: string; body: string | Buffer; current: boolean },
): FastifyReply {
  return reply
    .header('cache-control', current ? forEver : 'no-store')
    .type(type)
    .send(body);
}

const hashOf = (request: FastifyRequest): string => (request.params as { hash?: string }).hash ?? '';

async function sendStylesheet(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: 'style' | 'brand',
): Promise<FastifyReply> {
  const visit = kind === 'brand' ? await visitOf(context, request, reply, 'customer') : undefined;
  const sheet =
    kind === 'style'
      ? baseStylesheet
      : brandStylesheet(visit === undefined ? undefined : brandingOf(visit.utility).accent);
  return sendAsset(reply, {
    type: 'text/css; charset=utf-8',
    body: sheet.text,
    current: hashOf(request) === sheet.hash,
  });
}

async function sendLogo(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { uid = '' } = request.params as { uid?: string };
  const logo = await findLogo(context, { uid });
  if (logo === undefined) throw new AppError('not_found', 'There is no such picture.');
  return sendAsset(reply, {
    type: logo.mediaType,
    body: Buffer.from(logo.bytes),
    current: hashOf(request) === logo.hash,
  });
}

/** Mounts the stylesheets, and the logos of third parties. */
export function mountAssets(app: FastifyInstance, context: WebContext): void {
  for (const slug of [undefined, ':utility']) {
    const paths = pathsBelow(baseOf(slug));
    for (const kind of ['style', 'brand'] as const)
      app.get(paths.stylesheet(kind, ':hash'), (request, reply) =>
        sendStylesheet(context, request, reply, kind),
      );
    app.get(paths.thirdPartyLogo(':uid', ':hash'), (request, reply) => sendLogo(context, request, reply));
  }
}
