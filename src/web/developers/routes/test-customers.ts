import { createHash } from 'node:crypto';
import { listTestCustomers } from '../../../services/customer/test-customers.ts';
import { authorizeTestCustomer } from '../../../services/registration/authorize-test-customer.ts';
import { leaveFlash, takeFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration, type Registration } from '../../serving/registration-views.ts';
import { pageOf, type Visit } from '../../serving/visit.ts';
import type { TestScenario } from '../../vocabulary.ts';
import { renderTestCustomers } from '../test-customers.tsx';
import { addressesOf } from './addresses.ts';
import { developerOrigin, ownRegistration } from './own-registration.ts';

/** The code_verifier of the links below: known to everybody, and good for test customers only. */
const testVerifier = 'test-customers-only-this-verifier-is-no-secret';

const testChallenge = createHash('sha256').update(testVerifier).digest('base64url');

/** An authorization request of the registration that arrives as a test customer. */
function authorizeUrl(visit: Visit, registration: Registration, scenario: string): string {
  const scope = registration.scopes[0] ?? '';
  const url = new URL(addressesOf(visit).authorize);
  const redirect = registration.redirectUris.find(({ state }) => state === 'approved')?.uri;
  const parameters = {
    response_type: 'code',
    client_id: registration.clientId,
    ...(redirect === undefined ? {} : { redirect_uri: redirect }),
    scope: `${scope};AdditionalScope=auth-test-${scenario}`,
    state: 'test',
    code_challenge: testChallenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Customers to try with: one link each, and one button each that goes without the form. */
export const testCustomersRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationTestCustomers(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const customers = await listTestCustomers(visit.context, { utilityId: visit.utility.id });
    const flash = visit.session.data.flash === undefined ? {} : await takeFlash(visit.context, visit.session);
    const [token] = flash.shown ?? [];
    return {
      html: renderTestCustomers(pageOf(visit), {
        registration: faceOfRegistration(registration),
        verifier: testVerifier,
        ...(flash.done === undefined || token === undefined
          ? {}
          : { authorized: { uid: flash.done, accessToken: token.value } }),
        customers: customers.map(({ id, name, scenario }) => ({
          id,
          name,
          scenario: scenario as TestScenario,
          authorizeUrl: authorizeUrl(visit, registration, scenario),
        })),
      }),
    };
  },
  post: async (visit) => {
    const registration = await ownRegistration(visit);
    const { context, form, session, paths } = visit;
    if (form.text('intent') === 'authorize') {
      const { uid, accessToken } = await authorizeTestCustomer(context, {
        ...(await developerOrigin(visit)),
        registration,
        customer: form.text('customer'),
      });
      await leaveFlash(context, session, {
        done: uid,
        shown: [{ kind: 'access_token', value: accessToken }],
      });
    }
    return { redirect: paths.registrationTestCustomers(registration.uid) };
  },
};
