import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { Notice } from '../components/notice.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { FieldError } from '../vocabulary.ts';
import { developerNavigation } from './navigation.ts';

interface OneField {
  readonly title: string;
  readonly lead?: string;
  readonly notice?: VNode | undefined;
  readonly name: 'email' | 'password';
  readonly label: string;
  readonly error: FieldError | undefined;
  readonly field: VNode;
  readonly button: string;
  readonly action: string;
}

/** A page that asks for one thing. */
function renderOneField(view: View, props: OneField): string {
  const { title, lead, notice, name, label, error, field, button, action } = props;
  const errors = error === undefined ? undefined : { [name]: error };
  return renderDocument(
    <Document
      view={view}
      title={title}
      width="narrow"
      nav={developerNavigation(view)}
      failed={hasErrors(errors)}
    >
      <ErrorSummary view={view} errors={errors} fields={[{ name, label }]} />
      <Heading title={title} below={lead} />
      {notice}
      <section class="card" aria-label={title}>
        <Form view={view} action={action}>
          {field}
          <Button look="primary">{button}</Button>
        </Form>
      </section>
    </Document>,
  );
}

export interface ResetPasswordProps {
  /** Posts `email`. */
  readonly action: string;
  readonly email?: string;
  readonly error?: FieldError;
  /** A link was sent, if somebody has an account with the address; or written, where no mail leaves. */
  readonly sent?: 'mailed' | 'kept';
  /** Too many were sent: none is before this instant. */
  readonly lockedUntil?: number;
  /** A link was followed that does not work any more. */
  readonly over?: boolean;
  /** Nobody can be sent a link here. */
  readonly closed?: boolean;
}

function noticeOf({ t, f }: View, { sent, lockedUntil, over }: ResetPasswordProps): VNode | undefined {
  const [tone, words] =
    sent !== undefined
      ? (['good', sent === 'kept' ? t.passwords.resetKept : t.passwords.resetSent] as const)
      : lockedUntil !== undefined
        ? (['warn', t.passwords.resetOften(f.time(lockedUntil))] as const)
        : (['warn', over ? t.passwords.resetOver : undefined] as const);
  if (words === undefined) return undefined;
  return (
    <Notice tone={tone} live>
      <p>{words}</p>
    </Notice>
  );
}

/** Asks for the address of the account, to which a link is sent. */
export function renderResetPassword(page: Page, props: ResetPasswordProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { action, email, error, sent, closed } = props;
  const title = t.passwords.resetTitle;
  if (closed || sent !== undefined)
    return renderDocument(
      <Document view={view} title={title} width="narrow" nav={developerNavigation(view)}>
        <Heading title={title} />
        {closed ? <p class="lead">{t.passwords.forgotOperator}</p> : noticeOf(view, props)}
      </Document>,
    );
  return renderOneField(view, {
    title,
    lead: t.passwords.resetLead,
    notice: noticeOf(view, props),
    name: 'email',
    label: t.developers.email,
    error,
    field: (
      <TextField
        view={view}
        name="email"
        label={t.developers.email}
        type="email"
        autocomplete="username"
        value={email}
        error={error}
      />
    ),
    button: t.passwords.resetSend,
    action,
  });
}

/** Asks for the new password of whoever followed the link. Posts `password`. */
export function renderChoosePassword(
  page: Page,
  { action, email, error }: { readonly action: string; readonly email: string; readonly error?: FieldError },
): string {
  const view = viewOf(page);
  const { t } = view;
  return renderOneField(view, {
    title: t.passwords.chooseTitle,
    lead: t.passwords.lead(email),
    name: 'password',
    label: t.passwords.password,
    error,
    field: <NewPasswordField view={view} label={t.passwords.password} error={error} />,
    button: t.passwords.change,
    action,
  });
}
