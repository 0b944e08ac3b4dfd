import type { VNode } from 'preact';
import { choiceId } from '../components/choice.tsx';
import type { SummaryField } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import type { View } from '../page.ts';
import type { BillFact, FieldErrors, TestScenario } from '../vocabulary.ts';

/**
 * A way to show who one is, with what was entered before.
 *
 * Posted fields, beside `method` = `kind`: `password` email, password; `email_code` email; `lookup` account,
 * fact; `openid` none; `test` customer (its id).
 */
export type IdentifyMethod =
  | { readonly kind: 'password'; readonly email?: string }
  | { readonly kind: 'email_code'; readonly email?: string }
  | { readonly kind: 'lookup'; readonly fact: BillFact; readonly account?: string; readonly value?: string }
  | { readonly kind: 'openid' }
  | {
      readonly kind: 'test';
      readonly customers: readonly {
        readonly id: string;
        readonly name: string;
        readonly scenario: TestScenario;
      }[];
    };

type FieldName = 'email' | 'password' | 'account' | 'fact' | 'customer';

/** What a way is called, as a link. */
export function methodName({ t, page }: View, { kind }: IdentifyMethod): string {
  return kind === 'openid' ? t.identify.methods.openid(page.utility.name) : t.identify.methods[kind];
}

/** The fields of a way, for the error summary. */
export function methodFields({ t }: View, method: IdentifyMethod): SummaryField<FieldName>[] {
  const email = { name: 'email', label: t.identify.email } as const;
  if (method.kind === 'password') return [email, { name: 'password', label: t.identify.password }];
  if (method.kind === 'email_code') return [email];
  if (method.kind === 'lookup')
    return [
      { name: 'account', label: t.identify.accountNumber },
      { name: 'fact', label: t.terms.billFacts[method.fact] },
    ];
  const first = method.kind === 'test' ? method.customers[0] : undefined;
  return [
    {
      name: 'customer',
      label: t.identify.methods.test,
      ...(first === undefined ? {} : { target: choiceId('customer', first.id) }),
    },
  ];
}

interface MethodProps<Kind extends IdentifyMethod['kind']> {
  readonly view: View;
  readonly method: Extract<IdentifyMethod, { kind: Kind }>;
  readonly errors: FieldErrors<FieldName> | undefined;
}

function PasswordFields({ view, method, errors }: MethodProps<'password'>): VNode {
  const { t } = view;
  return (
    <>
      <TextField
        view={view}
        name="email"
        label={t.identify.email}
        type="email"
        autocomplete="username"
        value={method.email}
        error={errors?.email}
      />
      <TextField
        view={view}
        name="password"
        label={t.identify.password}
        type="password"
        autocomplete="current-password"
        error={errors?.password}
      />
      <Button look="primary">{t.identify.signIn}</Button>
    </>
  );
}

function EmailFields({ view, method, errors }: MethodProps<'email_code'>): VNode {
  const { t } = view;
  return (
    <>
      <TextField
        view={view}
        name="email"
        label={t.identify.email}
        hint={t.identify.emailCodeHint}
        type="email"
        autocomplete="email"
        value={method.email}
        error={errors?.email}
      />
      <Button look="primary">{t.identify.sendCode}</Button>
    </>
  );
}

const factInputs: Record<
  BillFact,
  { autocomplete?: string; inputmode?: 'decimal' | 'tel'; hint?: 'billTotalHint' | 'billDateHint' }
> = {
  postal_code: { autocomplete: 'postal-code' },
  bill_total: { inputmode: 'decimal', hint: 'billTotalHint' },
  bill_date: { hint: 'billDateHint' },
  meter_number: {},
  phone: { autocomplete: 'tel', inputmode: 'tel' },
  last_name: { autocomplete: 'family-name' },
};

function LookupFields({ view, method, errors }: MethodProps<'lookup'>): VNode {
  const { t } = view;
  const { hint, ...input } = factInputs[method.fact];
  return (
    <>
      <TextField
        view={view}
        name="account"
        label={t.identify.accountNumber}
        hint={t.identify.accountNumberHint}
        autocomplete="off"
        value={method.account}
        error={errors?.account}
      />
      <TextField
        view={view}
        name="fact"
        label={t.terms.billFacts[method.fact]}
        {...(hint === undefined ? {} : { hint: t.identify[hint] })}
        {...input}
        value={method.value}
        error={errors?.fact}
      />
      <p class="muted small">{t.identify.lookupNext}</p>
      <Button look="primary">{t.identify.continue}</Button>
    </>
  );
}

function OpenidFields({ view }: MethodProps<'openid'>): VNode {
  const { t, page } = view;
  return (
    <>
      <p>{t.identify.openidText(page.utility.name)}</p>
      <Button look="primary">{t.identify.openidButton(page.utility.name)}</Button>
    </>
  );
}

function TestFields({ view, method }: MethodProps<'test'>): VNode {
  const { t } = view;
  return (
    <>
      <p>{t.identify.testText}</p>
      <ul class="test-customers">
        {method.customers.map(({ id, name, scenario }) => (
          <li>
            <button type="submit" class="row-button" name="customer" id={choiceId('customer', id)} value={id}>
              <span class="visually-hidden">{t.identify.testButton} </span>
              <strong>{name}</strong>
              <span class="muted small">{t.terms.scenarios[scenario]}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The form of one way. */
export function MethodForm({
  view,
  method,
  action,
  errors,
}: {
  view: View;
  method: IdentifyMethod;
  action: string;
  errors: FieldErrors<FieldName> | undefined;
}): VNode {
  return (
    <section class="card" aria-label={methodName(view, method)}>
      <Form view={view} action={action}>
        <input type="hidden" name="method" value={method.kind} />
        {method.kind === 'password' && <PasswordFields view={view} method={method} errors={errors} />}
        {method.kind === 'email_code' && <EmailFields view={view} method={method} errors={errors} />}
        {method.kind === 'lookup' && <LookupFields view={view} method={method} errors={errors} />}
        {method.kind === 'openid' && <OpenidFields view={view} method={method} errors={errors} />}
        {method.kind === 'test' && <TestFields view={view} method={method} errors={errors} />}
      </Form>
    </section>
  );
}
