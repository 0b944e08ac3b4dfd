import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { FieldError } from '../vocabulary.ts';
import { developerNavigation } from './navigation.ts';

interface OneField {
  readonly title: string;
  readonly lead?: string;
  readonly name: 'email' | 'password';
  readonly label: string;
  readonly error: FieldError | undefined;
  readonly field: VNode;
  readonly button: string;
  readonly action: string;
}

/** A page that asks for one thing. */
function renderOneField(view: View, props: OneField): string {
  const { title, lead, name, label, error, field, button, action } = props;
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
      <section class="card" aria-label={title}>
        <Form view={view} action={action}>
          {field}
          <Button look="primary">{button}</Button>
        </Form>
      </section>
    </Document>,
  );
}

/** Asks for the address of the account. Posts `email`; then `renderEnterCode` takes the code. */
export function renderResetPassword(
  page: Page,
  { action, email, error }: { readonly action: string; readonly email?: string; readonly error?: FieldError },
): string {
  const view = viewOf(page);
  const { t } = view;
  return renderOneField(view, {
    title: t.passwords.resetTitle,
    lead: t.passwords.resetLead,
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
    button: t.identify.sendCode,
    action,
  });
}

/** Asks for the new password, once the code was entered. Posts `password`. */
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
