import { dropSessionCookie } from '../../../http/session.ts';
import { customerSettingsOf } from '../../../services/customer/consent-offer.ts';
import { signOut } from '../../../services/session/sign-out.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { keepNext, nextPage } from '../../serving/next-page.ts';
import type { FindJourney } from './identify-journey.ts';
import { identifyRoutes } from './identify-routes.ts';

/** The way to the customer's own pages. A utility of test customers alone lets them in by name. */
const findJourney: FindJourney = async (visit) => ({
  signInUrl: keepNext(visit, visit.paths.customerSignIn),
  codeUrl: keepNext(visit, visit.paths.customerCode),
  doneUrl: nextPage(visit, visit.paths.sharing),
  sandbox: customerSettingsOf(visit.utility).identify.every(({ kind }) => kind === 'test'),
  hints: [],
  again: false,
});

/** Signing in to "My data sharing", and out. */
export const signInRoutes: readonly PageRoute[] = [
  ...identifyRoutes({
    signIn: (paths) => paths.customerSignIn,
    code: (paths) => paths.customerCode,
    find: findJourney,
  }),
  {
    access: 'form',
    path: (paths) => paths.customerSignOut,
    post: async (visit) => {
      await signOut(visit.context, visit);
      dropSessionCookie(visit.context, visit.reply, visit.place);
      return { redirect: visit.paths.customerSignIn };
    },
  },
];
