import type { FastifyInstance } from 'fastify';
import { findCustomer } from '../../services/customer/sharing.ts';
import { type AreaRules, mountPage, type PageRoute } from '../serving/mount-page.ts';
import { passwordRoute } from '../serving/password-route.ts';
import type { WebContext } from '../serving/web-context.ts';
import { consentRoute } from './routes/consent.ts';
import { findConsentJourney } from './routes/consent-request.ts';
import { identifyRoutes } from './routes/identify-routes.ts';
import { openidRoute } from './routes/openid.ts';
import { receiptRoute } from './routes/receipt.ts';
import { sharingRoute } from './routes/sharing.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { stopRoutes } from './routes/stop.ts';
import { stopByMailRoutes } from './routes/stop-by-mail.ts';

const rules: AreaRules = {
  area: 'customer',
  signIn: (paths) => paths.customerSignIn,
  accountName: async (context, customerId) => (await findCustomer(context, { customerId }))?.name,
};

const routes: readonly PageRoute[] = [
  consentRoute,
  ...identifyRoutes({
    signIn: (paths) => paths.consentSignIn(':id'),
    code: (paths) => paths.consentCode(':id'),
    find: findConsentJourney,
  }),
  openidRoute,
  ...signInRoutes,
  passwordRoute('customer'),
  sharingRoute,
  receiptRoute,
  ...stopRoutes,
  ...stopByMailRoutes,
];

/** Mounts the customers' part. */
export function mountCustomer(app: FastifyInstance, context: WebContext): void {
  for (const route of routes) mountPage(app, context, rules, route);
}
