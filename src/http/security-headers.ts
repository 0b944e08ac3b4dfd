import type { FastifyInstance } from 'fastify';

/** Headers for every answer: nothing here is to be guessed, framed, scripted or passed on as a referrer. */
export function mountSecurityHeaders(app: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  const secure = publicUrl.startsWith('https:');
  const headers = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cross-origin-resource-policy': 'same-site',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
