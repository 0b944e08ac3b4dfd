import type { FastifyInstance } from 'fastify';
import { findOperator } from '../../services/account/find-account.ts';
import { type AreaRules, mountPage, type PageRoute } from '../serving/mount-page.ts';
import { passwordRoute } from '../serving/password-route.ts';
import { signInRoutes } from '../serving/sign-in-routes.ts';
import type { WebContext } from '../serving/web-context.ts';
import { authorizationRoute } from './routes/authorization.ts';
import { authorizationsRoute } from './routes/authorizations.ts';
import { largeFeedsRoute } from './routes/large-feeds.ts';
import { mailHtmlRoute, mailRoute, outboxRoute } from './routes/outbox.ts';
import { overviewRoute } from './routes/overview.ts';
import { reviewRoute } from './routes/review.ts';
import { thirdPartiesRoute } from './routes/third-parties.ts';
import { thirdPartyRoute } from './routes/third-party.ts';

const rules: AreaRules = {
  area: 'operator',
  signIn: (paths) => paths.operatorSignIn,
  accountName: async (context, id) => (await findOperator(context, { id }))?.name,
};

const routes: readonly PageRoute[] = [
  ...signInRoutes({
    area: 'operator',
    signIn: (paths) => paths.operatorSignIn,
    signOut: (paths) => paths.operatorSignOut,
    home: (paths) => paths.operator,
  }),
  passwordRoute('operator'),
  overviewRoute,
  thirdPartiesRoute,
  thirdPartyRoute,
  reviewRoute,
  authorizationsRoute,
  authorizationRoute,
  largeFeedsRoute,
  outboxRoute,
  mailRoute,
  mailHtmlRoute,
];

/** Mounts the operators' part. */
export function mountOperator(app: FastifyInstance, context: WebContext): void {
  for (const route of routes) mountPage(app, context, rules, route);
}
