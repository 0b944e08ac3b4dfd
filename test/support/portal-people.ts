import { type Portal, password } from './portal.ts';
import type { Visitor } from './visitor.ts';

/** Signs somebody in; what they look at afterwards is their home. */
export async function signIn(visitor: Visitor, area: string, email: string): Promise<void> {
  await visitor.get(`${area}/sign-in`);
  if (visitor.page().url.endsWith('/sign-in')) await visitor.post(`${area}/sign-in`, { email, password });
  if (visitor.page().status !== 200) throw new Error(`${email} could not sign in: ${visitor.page().title}`);
}

/** Makes an account of a third party at a utility, with the code from the mail. */
export async function signUp(
  portal: Pick<Portal, 'db'>,
  visitor: Visitor,
  email: string,
  slug = 'example',
): Promise<void> {
  const url = `/DataCustodian/${slug}/developers/sign-up`;
  await visitor.get(url);
  await visitor.post(url, { name: 'Dev Eloper', email, password });
  const [mail] = await portal.db.query<{ subject: string }>(
    'select subject from mail where to_address = $1 order by id desc limit 1',
    [email],
  );
  const code = /\d{6}/.exec(mail?.subject ?? '')?.[0] ?? '';
  await visitor.post(visitor.page().url, { code });
  if (visitor.page().title !== 'My apps')
    throw new Error(`${email} could not sign up: ${visitor.page().title}`);
}
