import { dropSessionCookie, sendSession } from '../../http/session.ts';
import { type Credentials, checkCredentials } from '../../services/account/check-credentials.ts';
import { signInWithPassword } from '../../services/account/sign-in-with-password.ts';
import { signOut } from '../../services/session/sign-out.ts';
import type { Paths } from '../paths.ts';
import { renderSignIn, type SignInProps } from '../sign-in.tsx';
import type { WebAnswer } from './answer.ts';
import type { PageRoute } from './mount-page.ts';
import { keepNext, nextPage } from './next-page.ts';
import { sendsResetLinks } from './reset-links.ts';
import { tellRetryAfter } from './retry-after.ts';
import { type PostedVisit, pageOf, type Visit } from './visit.ts';

/** Where somebody signs in, out, and begins. */
interface SignInPlaces {
  readonly area: Credentials['area'];
  readonly signIn: (paths: Paths) => string;
  readonly signOut: (paths: Paths) => string;
  readonly home: (paths: Paths) => string;
}

const nextOf = (visit: Visit, { area, home }: SignInPlaces): string =>
  nextPage(visit, home(visit.paths), area === 'operator' ? visit.paths.operator : visit.paths.developers);

async function answerSignIn(
  visit: Visit,
  places: SignInPlaces,
  props: Partial<SignInProps>,
  status = 200,
): Promise<WebAnswer> {
  const { area } = places;
  const action = keepNext(visit, places.signIn(visit.paths));
  const resets = area === 'developers' && (await sendsResetLinks(visit));
  return { html: renderSignIn(pageOf(visit), { area, action, resets, ...props }), status };
}

async function postSignIn(visit: PostedVisit, places: SignInPlaces): Promise<WebAnswer> {
  const { context, form, request, reply, utility, session, place } = visit;
  const email = form.text('email');
  const password = form.exact('password');
  if (email === '' || password === '') {
    const errors = {
      ...(email === '' ? { email: 'required' as const } : {}),
      ...(password === '' ? { password: 'required' as const } : {}),
    };
    return await answerSignIn(visit, places, { email, errors }, 422);
  }
  const found = await checkCredentials(context, {
    area: places.area,
    utilityId: utility.id,
    email,
    password,
    ipAddress: request.ip,
  });
  if (found.outcome === 'locked') {
    tellRetryAfter(visit, found.until);
    return await answerSignIn(visit, places, { lockedUntil: found.until }, 429);
  }
  const { area } = places;
  const next =
    found.outcome === 'known' ? await signInWithPassword(context, { ...found, area, session }) : undefined;
  if (next === undefined)
    return await answerSignIn(visit, places, { email, errors: { password: 'credentials_wrong' } }, 422);
  sendSession(context, reply, place, next);
  return { redirect: nextOf(visit, places) };
}

/** The sign-in and the sign-out of third parties or of operators. */
export function signInRoutes(places: SignInPlaces): PageRoute[] {
  return [
    {
      access: 'form',
      path: places.signIn,
      get: async (visit) =>
        visit.accountName === undefined
          ? await answerSignIn(visit, places, {})
          : { redirect: nextOf(visit, places) },
      post: async (visit) => await postSignIn(visit, places),
    },
    {
      access: 'form',
      path: places.signOut,
      post: async (visit) => {
        await signOut(visit.context, visit);
        dropSessionCookie(visit.context, visit.reply, visit.place);
        return { redirect: places.signIn(visit.paths) };
      },
    },
  ];
}
