import { readFileSync } from 'node:fs';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import * as oauth from 'oauth4webapi';
import { authorizationUrl, exchangeCode, readBatch, readRegistration, refresh, revoke } from './custodian.ts';
import { renderPage } from './page.tsx';
import type { Settings } from './settings.ts';
import { createVisits, type Step, type Visit } from './visit.ts';

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
const cookieName = 'solar_compass';
const keptNotifications = 20;

/** What went wrong, as a developer wants to read it. */
function explain(error: unknown): string {
  if (error instanceof oauth.ResponseBodyError)
    return `${error.error}${error.error_description === undefined ? '' : `: ${error.error_description}`}`;
  if (error instanceof oauth.AuthorizationResponseError)
    return error.error === 'access_denied'
      ? 'The customer said no (access_denied).'
      : `${error.error}${error.error_description === undefined ? '' : `: ${error.error_description}`}`;
  if (error instanceof oauth.WWWAuthenticateChallengeError) return `The custodian answered ${error.status}.`;
  const { message, cause } = error as Error;
  const deeper = cause instanceof Error ? ` (${cause.message})` : '';
  return `${message}${deeper}`;
}

const cookieOf = (request: FastifyRequest): string | undefined =>
  new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];

const fieldOf = (body: unknown, name: string): string => {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value.trim() : '';
};

/** Whether an address is the custodian's own: no token goes anywhere else, and nobody is fetched for a visitor. */
const isOfCustodian = ({ issuer }: Settings, address: string): boolean =>
  URL.canParse(address) && new URL(address).origin === new URL(issuer).origin;

/** The demo third party as a web server. It keeps everything in memory. */
export async function createServer(settings: Settings): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, bodyLimit: 262_144, forceCloseConnections: true });
  const visits = createVisits(settings);
  const notifications: { at: string; resources: string[] }[] = [];
  await app.register(formbody);
  app.addContentTypeParser(
    /^(?:application|text)\/(?:[\w.-]+\+)?xml/,
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );

  const visitOf = (request: FastifyRequest, reply: FastifyReply): Visit => {
    const found = visits.find(cookieOf(request));
    if (found !== undefined) return found;
    const visit = visits.open();
    reply.header('set-cookie', `${cookieName}=${visit.id}; HttpOnly; SameSite=Lax; Path=/`);
    return visit;
  };
  const attempt = async (visit: Visit, step: Step, work: () => Promise<void>): Promise<void> => {
    delete visit.problem;
    try {
      await work();
    } catch (error) {
      visit.problem = { step, text: explain(error) };
    }
  };
  const show = (reply: FastifyReply, visit: Visit, wait?: number): FastifyReply =>
    reply
      .type('text/html; charset=utf-8')
      .send(renderPage({ settings, visit, notifications, ...(wait === undefined ? {} : { wait }) }));
  const back = (reply: FastifyReply, step: Step): FastifyReply => reply.redirect(`/#${step}`, 303);

  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  app.get('/', async (request, reply) => show(reply, visitOf(request, reply)));
  app.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  app.get('/health', async () => ({ status: 'ok' }));

  app.get('/callback', async (request, reply) => {
    const visit = visitOf(request, reply);
    await attempt(visit, 'token', () =>
      exchangeCode(settings, visit, new URL(request.url, settings.publicUrl)),
    );
    return back(reply, visit.problem === undefined ? 'token' : 'authorize');
  });

  app.post('/notify', async (request, reply) => {
    const resources = [...String(request.body).matchAll(/<(?:\w+:)?resources>([^<]+)</g)].map(
      ([, uri = '']) => uri.replaceAll('&amp;', '&'),
    );
    notifications.unshift({ at: new Date().toISOString(), resources });
    notifications.length = Math.min(notifications.length, keptNotifications);
    return reply.code(200).send({ received: resources.length });
  });

  /** A form of the page: the visit must be known and its value repeated. */
  const onPost = (
    path: string,
    handle: (visit: Visit, body: unknown, reply: FastifyReply) => Promise<FastifyReply>,
  ) =>
    app.post(path, async (request, reply) => {
      const visit = visits.find(cookieOf(request));
      if (visit === undefined || fieldOf(request.body, 'csrf') !== visit.csrf)
        return reply.redirect('/', 303);
      return await handle(visit, request.body, reply);
    });

  onPost('/credentials', async (visit, body, reply) => {
    const { credentials } = visit;
    const applicationUri = fieldOf(body, 'application_uri');
    if (!isOfCustodian(settings, applicationUri)) {
      visit.problem = {
        step: 'register',
        text: `The registration_client_uri must begin with ${new URL(settings.issuer).origin}/: its token is sent there.`,
      };
      return back(reply, 'register');
    }
    delete visit.problem;
    visit.credentials = {
      clientId: fieldOf(body, 'client_id'),
      clientSecret: fieldOf(body, 'client_secret') || credentials.clientSecret,
      registrationToken: fieldOf(body, 'registration_token') || credentials.registrationToken,
      applicationUri,
    };
    delete visit.grant;
    delete visit.feed;
    visit.exchanges.clear();
    return back(reply, 'register');
  });
  onPost('/register', async (visit, _body, reply) => {
    await attempt(visit, 'register', () => readRegistration(settings, visit));
    return back(reply, 'register');
  });
  onPost('/authorize', async (visit, body, reply) => {
    let url = '';
    await attempt(visit, 'authorize', async () => {
      url = await authorizationUrl(settings, visit, fieldOf(body, 'scope'));
    });
    return url === '' ? back(reply, 'authorize') : reply.redirect(url, 303);
  });
  onPost('/batch', async (visit, body, reply) => {
    const days = Number(fieldOf(body, 'days'));
    let wait: number | undefined;
    await attempt(visit, 'batch', async () => {
      if (!Number.isInteger(days) || days < 1 || days > 800)
        throw new Error('Days back: a whole number from 1 to 800');
      wait = await readBatch(settings, visit, days);
    });
    return wait === undefined ? back(reply, 'batch') : show(reply, visit, wait);
  });
  onPost('/refresh', async (visit, _body, reply) => {
    await attempt(visit, 'refresh', () => refresh(settings, visit));
    return back(reply, 'refresh');
  });
  onPost('/revoke', async (visit, _body, reply) => {
    await attempt(visit, 'revoke', () => revoke(settings, visit));
    return back(reply, 'revoke');
  });
  return app;
}
