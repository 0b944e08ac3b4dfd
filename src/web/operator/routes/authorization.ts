import { endAuthorization } from '../../../services/authorization/end-authorization.ts';
import { getRegistration } from '../../../services/registration/find-registration.ts';
import { getAuthorizationRecord } from '../../../services/reporting/operator-authorizations.ts';
import type { GrantFace } from '../../grant.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { grantOf, stateOf } from '../../serving/authorization-views.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf, type SignedInVisit } from '../../serving/visit.ts';
import type { AuthorizationEvent, IdentifyKind } from '../../vocabulary.ts';
import { type AuthorizationProps, renderAuthorization } from '../authorization.tsx';
import { operatorBase, operatorOrigin } from './operator-visit.ts';

type Record = Awaited<ReturnType<typeof getAuthorizationRecord>>;

const uidOf = ({ request }: SignedInVisit): string => (request.params as { uid?: string }).uid ?? '';

async function recordOfPage(visit: SignedInVisit): Promise<{ record: Record; grant: GrantFace }> {
  const { context, utility } = visit;
  const record = await getAuthorizationRecord(context, { utilityId: utility.id, uid: uidOf(visit) });
  const registration = await getRegistration(context, { uid: record.clientUid, utilityId: utility.id });
  return { record, grant: grantOf(visit, record, registration) };
}

/** One that an operator entered on the command line has no evidence but its own story. */
function evidenceOf({ evidence }: Record): { evidence?: NonNullable<AuthorizationProps['evidence']> } {
  if (evidence === null) return {};
  return {
    evidence: {
      identifiedBy: evidence.identifiedBy as IdentifyKind,
      language: evidence.language === 'fr' ? 'fr' : 'en',
      textVersion: evidence.textVersion,
      ipAddress: evidence.ipAddress,
    },
  };
}

/** What an operator entered was once kept under the name of a consent: of a consent there is evidence. */
const shownEvent = (event: AuthorizationEvent, { evidence, test }: Record): AuthorizationEvent =>
  event === 'granted' && evidence === null && !test ? 'entered' : event;

async function authorizationPage(visit: SignedInVisit, props: Partial<AuthorizationProps>): Promise<string> {
  const { record, grant } = await recordOfPage(visit);
  const state = stateOf(record, visit.context.clock.now());
  const endedAt = record.ended ?? (state === 'ended' ? record.end : null);
  return renderAuthorization(pageOf(visit), {
    ...operatorBase(visit),
    grant,
    state,
    customer: {
      name: record.customer ?? '–',
      ...(record.account === null ? {} : { account: record.account }),
    },
    requestedScope: record.requestedScope ?? record.scope,
    grantedScope: record.scope,
    ...evidenceOf(record),
    ...(endedAt === null ? {} : { ended: { at: endedAt, cause: record.endCause ?? 'expired' } }),
    timeline: record.timeline.map(({ event, at, note }) => ({
      event: shownEvent(event as AuthorizationEvent, record),
      at,
      ...(note === null ? {} : { note }),
    })),
    ...props,
  });
}

/** One authorization: what is shared, the evidence, what happened, and the end that a customer asked for. */
export const authorizationRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.authorization(':uid'),
  get: async (visit) => ({ html: await authorizationPage(visit, {}) }),
  post: async (visit): Promise<WebAnswer> => {
    const { actor } = await operatorOrigin(visit);
    const { form, context, utility, paths } = visit;
    const reason = form.text('reason');
    if (form.text('intent') !== 'end') return { redirect: paths.authorization(uidOf(visit)) };
    if (reason === '' || reason.length > 2000) {
      const error = reason === '' ? 'reason_required' : 'too_long';
      const props = { values: { reason }, errors: { reason: error } } as const;
      return { status: 422, html: await authorizationPage(visit, props) };
    }
    const { record } = await recordOfPage(visit);
    const of = { utilityId: utility.id };
    await endAuthorization(context, { uid: record.uid, of, cause: 'operator', note: reason, actor });
    return { redirect: paths.authorization(record.uid) };
  },
};
