import { resourceRoot } from '../../../espi/resources.ts';
import { makeApiToken, revokeApiToken } from '../../../services/registration/api-tokens.ts';
import { listSecrets } from '../../../services/registration/list-secrets.ts';
import { overlapMilliseconds, replaceSecret } from '../../../services/registration/replace-secret.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration, type Registration } from '../../serving/registration-views.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { type KeysProps, renderKeys } from '../keys.tsx';
import { addressesOf } from './addresses.ts';
import { developerOrigin, ownRegistration, registrationContext } from './own-registration.ts';

async function keysPage(
  visit: SignedInVisit,
  registration: Registration,
  props: Partial<KeysProps>,
): Promise<string> {
  const { context } = visit;
  return renderKeys(pageOf(visit), {
    registration: faceOfRegistration(registration),
    clientId: registration.clientId,
    addresses: {
      ...addressesOf(visit),
      applicationInformation: `${context.publicUrl}${resourceRoot}/ApplicationInformation/${registration.uid}`,
    },
    ...(await listSecrets(context, { registration })),
    shown: [],
    ...props,
  });
}

type PostedSignedIn = SignedInVisit & PostedVisit;

async function replace(visit: PostedSignedIn, registration: Registration): Promise<void> {
  const { form } = visit;
  const kind = form.text('secret') === 'client_secret' ? 'client_secret' : 'registration_access_token';
  const overlaps = Object.keys(overlapMilliseconds) as (keyof typeof overlapMilliseconds)[];
  const overlap = overlaps.find((name) => name === form.text('overlap')) ?? 'day';
  const origin = await developerOrigin(visit);
  const secret = await replaceSecret(registrationContext(visit), { ...origin, registration, kind, overlap });
  await leaveFlash(visit.context, visit.session, { shown: [secret] });
}

async function postKeys(visit: PostedSignedIn): Promise<WebAnswer> {
  const registration = await ownRegistration(visit);
  const { form, context, session, paths } = visit;
  const intent = form.text('intent');
  if (intent === 'replace') await replace(visit, registration);
  if (intent === 'revoke_api_token')
    await revokeApiToken(context, { ...(await developerOrigin(visit)), registration, id: form.text('id') });
  if (intent === 'make_api_token') {
    const made = await makeApiToken(context, {
      ...(await developerOrigin(visit)),
      registration,
      name: form.text('name'),
    });
    if (typeof made === 'string')
      return { status: 422, html: await keysPage(visit, registration, { errors: { name: made } }) };
    await leaveFlash(context, session, { shown: [made] });
  }
  return { redirect: paths.registrationKeys(registration.uid) };
}

/** The credentials of a registration. */
export const keysRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationKeys(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const flash = await takeFlash(visit.context, visit.session);
    return {
      html: await keysPage(visit, registration, {
        shown: (flash.shown ?? []) as KeysProps['shown'],
        ...(flash.done === 'registered' ? { registered: true } : {}),
      }),
    };
  },
  post: postKeys,
};
