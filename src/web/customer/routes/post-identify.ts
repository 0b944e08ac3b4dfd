import { isEmail } from '../../../services/customer/consent-choices.ts';
import type { IdentifyOutcome } from '../../../services/customer/identified.ts';
import { identifyByEmail } from '../../../services/customer/identify-by-email.ts';
import { identifyByLookup } from '../../../services/customer/identify-by-lookup.ts';
import { identifyByPassword } from '../../../services/customer/identify-by-password.ts';
import { listIdentifySettings } from '../../../services/customer/identify-methods.ts';
import { identifyAsTestCustomer } from '../../../services/customer/test-customers.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import type { FieldError } from '../../vocabulary.ts';
import type { IdentifyProps } from '../identify.tsx';
import { chooseCustomer, chooseMethod } from './choose-customer.ts';
import { finishIdentify } from './finish-identify.ts';
import type { Step } from './identify-journey.ts';
import { codeOrderOf, type IdentifyAgain, identifyPage } from './identify-page.ts';
import { leaveForOpenid } from './openid.ts';

type Errors = NonNullable<IdentifyProps['errors']>;

/** One way of showing who one is: what must be filled in, what it does, and where a failure is shown. */
interface Method {
  readonly required: readonly ('email' | 'password' | 'account' | 'fact')[];
  readonly check?: (step: Step) => Errors;
  readonly run: (step: Step) => Promise<IdentifyOutcome>;
  readonly failure: Errors;
}

const attemptOf = ({ visit }: Step) => ({ utilityId: visit.utility.id, ipAddress: visit.request.ip });

const methods: Readonly<Record<string, Method>> = {
  password: {
    required: ['email', 'password'],
    run: async (step) =>
      await identifyByPassword(step.visit.context, {
        ...attemptOf(step),
        email: step.visit.form.text('email'),
        password: step.visit.form.exact('password'),
      }),
    failure: { password: 'credentials_wrong' },
  },
  email_code: {
    required: ['email'],
    check: ({ visit }) => (isEmail(visit.form.text('email')) ? {} : { email: 'email_invalid' }),
    run: async ({ visit, journey }) =>
      await identifyByEmail(visit.context, {
        ...codeOrderOf(visit, journey),
        email: visit.form.text('email'),
      }),
    failure: { email: 'not_matched' },
  },
  lookup: {
    required: ['account', 'fact'],
    run: async ({ visit, journey }) => {
      const offered = await listIdentifySettings(visit.context, visit.utility, journey);
      const setting = offered.find(({ kind }) => kind === 'lookup');
      if (setting?.kind !== 'lookup') return { outcome: 'not_matched' };
      return await identifyByLookup(visit.context, {
        ...codeOrderOf(visit, journey),
        account: visit.form.text('account'),
        fact: setting.fact,
        value: visit.form.text('fact'),
      });
    },
    failure: { account: 'not_matched' },
  },
  test: {
    required: [],
    run: async ({ visit }) =>
      await identifyAsTestCustomer(visit.context, {
        utilityId: visit.utility.id,
        id: visit.form.text('customer'),
      }),
    failure: { customer: 'choose_one' },
  },
};

function missing({ required, check }: Method, step: Step): Errors {
  const { form } = step.visit;
  const empty = required.filter((name) => form.text(name) === '');
  if (empty.length > 0)
    return Object.fromEntries(empty.map((name) => [name, 'required' satisfies FieldError])) as Errors;
  return check?.(step) ?? {};
}

function again(step: Step, kind: string, more: Partial<IdentifyAgain>): IdentifyAgain {
  const { form } = step.visit;
  const entered = { email: form.text('email'), account: form.text('account'), fact: form.text('fact') };
  return { kind, entered, ...more };
}

/** POST: the form of one of the ways. Only the ways that this journey offers count. */
export async function postIdentify(step: Step): Promise<WebAnswer> {
  const { visit, journey } = step;
  const kind = visit.form.text('method');
  if (kind === chooseMethod) return await chooseCustomer(step);
  const settings = await listIdentifySettings(visit.context, visit.utility, journey);
  const offered = settings.some((setting) => setting.kind === kind);
  if (offered && kind === 'openid') return await leaveForOpenid(step);
  const method = offered ? methods[kind] : undefined;
  if (method === undefined) return await identifyPage(visit, journey);
  const errors = missing(method, step);
  if (Object.keys(errors).length > 0)
    return await identifyPage(visit, journey, again(step, kind, { errors }));
  const found = await method.run(step);
  if (found.outcome === 'identified') return await finishIdentify(visit, journey, found);
  if (found.outcome === 'code_sent') return { redirect: journey.codeUrl };
  const more = found.outcome === 'locked' ? { lockedUntil: found.until } : { errors: method.failure };
  return await identifyPage(visit, journey, again(step, kind, more));
}
