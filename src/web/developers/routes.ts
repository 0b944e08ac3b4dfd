import type { FastifyInstance } from 'fastify';
import { findDeveloper } from '../../services/account/find-account.ts';
import { type AreaRules, mountPage, type PageRoute } from '../serving/mount-page.ts';
import { passwordRoute } from '../serving/password-route.ts';
import { signInRoutes } from '../serving/sign-in-routes.ts';
import type { WebContext } from '../serving/web-context.ts';
import { authorizationsRoute } from './routes/authorizations.ts';
import { docsRoute } from './routes/docs.ts';
import { keysRoute } from './routes/keys.ts';
import { largeFeedsRoute } from './routes/large-feeds.ts';
import { notificationsRoute } from './routes/notifications.ts';
import { overviewRoute } from './routes/overview.ts';
import { editRoute, registerRoute } from './routes/register.ts';
import { registrationsRoute } from './routes/registrations.ts';
import { requestsRoute } from './routes/requests.ts';
import { resetPasswordRoute } from './routes/reset-password.ts';
import { signUpRoute } from './routes/sign-up.ts';
import { testCustomersRoute } from './routes/test-customers.ts';

const rules: AreaRules = {
  area: 'developers',
  signIn: (paths) => paths.developerSignIn,
  accountName: async (context, id) => (await findDeveloper(context, { id }))?.name,
};

const routes: readonly PageRoute[] = [
  docsRoute,
  ...signInRoutes({
    area: 'developers',
    signIn: (paths) => paths.developerSignIn,
    signOut: (paths) => paths.developerSignOut,
    home: (paths) => paths.registrations,
  }),
  signUpRoute,
  passwordRoute('developers'),
  resetPasswordRoute,
  registrationsRoute,
  registerRoute,
  overviewRoute,
  editRoute,
  keysRoute,
  authorizationsRoute,
  requestsRoute,
  largeFeedsRoute,
  notificationsRoute,
  testCustomersRoute,
];

/** Mounts the developers' part. */
export function mountDevelopers(app: FastifyInstance, context: WebContext): void {
  for (const route of routes) mountPage(app, context, rules, route);
}
