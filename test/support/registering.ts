import type { Portal } from './portal.ts';
import { signIn, signUp } from './portal-people.ts';
import { openVisitor, type Visitor } from './visitor.ts';

/** What a third party fills in when it registers, without mistakes. */
export const registrationForm = {
  name: 'Solar Compass',
  company: 'Compass Analytics Inc.',
  siteUrl: 'https://compass.example',
  purposeEn: 'to size a rooftop solar system for your home',
  purposeFr: 'pour calculer un système solaire pour votre toit',
  privacyUrl: 'https://compass.example/privacy',
  termsUrl: '',
  customerContact: 'help@compass.example',
  contactEmail: 'dev@compass.example',
  redirectUris: 'https://compass.example/callback\nhttp://localhost:3000/callback',
  notifyUri: 'https://compass.example/notify',
  scope: 'FB=1_3_4_5_13_39;IntervalDuration=3600',
  terms: 'accepted',
  intent: 'save',
};

/** An app that was registered, and who did it. */
export interface RegisteredApp {
  readonly developer: Visitor;
  readonly uid: string;
  readonly secret: string;
  /** The registration access token. */
  readonly token: string;
}

/** The secrets that a page shows, in its order. */
export const shownSecrets = (html: string): string[] =>
  [...html.matchAll(/<code class="copy">([\w-]{43})<\/code>/g)].map((match) => match[1] ?? '');

/** Signs a developer up and registers an app of theirs. */
export async function register(portal: Portal, name: string, email: string): Promise<RegisteredApp> {
  const url = '/DataCustodian/example/developers/register';
  const developer = openVisitor(portal.app);
  await signUp(portal, developer, email);
  await developer.get(url);
  const page = await developer.post(url, { ...registrationForm, name }, { multipart: true });
  if (page.title !== name) throw new Error(`${name} could not be registered: ${page.title}`);
  const [secret = '', token = ''] = shownSecrets(page.html);
  const uid = /registrations\/([a-z0-9]{20})\/keys/.exec(page.url)?.[1] ?? '';
  return { developer, uid, secret, token };
}

/** An operator who is signed in. */
export async function openOperator({ app }: Portal): Promise<Visitor> {
  const visitor = openVisitor(app);
  await signIn(visitor, '/DataCustodian/example/operator', 'operator@example.org');
  return visitor;
}

/** The status with which an app's request for a client access token is answered. */
export async function clientTokenStatus({ app, db }: Portal, uid: string, secret: string): Promise<number> {
  const [row] = await db.query<{ clientId: string }>(
    'select client_id as "clientId" from client where uid = $1',
    [uid],
  );
  const response = await app.inject({
    method: 'POST',
    url: '/DataCustodian/oauth/token',
    headers: {
      authorization: `Basic ${Buffer.from(`${row?.clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'grant_type=client_credentials&scope=FB=4_5',
  });
  return response.statusCode;
}

/** The subjects of the mails to an address, oldest first. */
export async function mailsTo({ db }: Portal, address: string): Promise<string[]> {
  const rows = await db.query<{ subject: string }>(
    'select subject from mail where to_address = $1 order by id',
    [address],
  );
  return rows.map(({ subject }) => subject);
}
