import type { ComponentChildren, VNode } from 'preact';
import { Document, renderDocument } from './components/document.tsx';
import { ErrorSummary, hasErrors } from './components/error-summary.tsx';
import { TextField } from './components/field.tsx';
import { Button, Form } from './components/form.tsx';
import { Heading } from './components/heading.tsx';
import { NewPasswordField } from './components/new-password-field.tsx';
import { Notice } from './components/notice.tsx';
import { customerNavigation } from './customer/navigation.ts';
import { developerNavigation } from './developers/navigation.ts';
import { OperatorFrame } from './operator/frame.tsx';
import { type Page, type View, viewOf } from './page.ts';
import type { FieldErrors } from './vocabulary.ts';

export interface PasswordProps {
  readonly area: 'customer' | 'developers' | 'operator';
  readonly email: string;
  /** Posts `current`, `password`. */
  readonly action: string;
  readonly errors?: FieldErrors<'current' | 'password'>;
  readonly changed?: boolean;
  /** Too many tries: nothing can be entered before this instant. */
  readonly lockedUntil?: number;
  /** Operators' pages: mails are kept in the outbox. */
  readonly outbox: boolean;
}

function Frame({
  view,
  props,
  children,
}: {
  view: View;
  props: PasswordProps;
  children: ComponentChildren;
}): VNode {
  const { title } = view.t.passwords;
  const failed = hasErrors(props.errors);
  const nav = props.area === 'customer' ? customerNavigation(view) : developerNavigation(view);
  return props.area === 'operator' ? (
    <OperatorFrame view={view} title={title} outbox={props.outbox} width="narrow" failed={failed}>
      {children}
    </OperatorFrame>
  ) : (
    <Document view={view} title={title} width="narrow" nav={nav} failed={failed}>
      {children}
    </Document>
  );
}

function PasswordForm({ view, props }: { view: View; props: PasswordProps }): VNode {
  const { t } = view;
  return (
    <section class="card" aria-label={t.passwords.change}>
      <Form view={view} action={props.action}>
        <TextField
          view={view}
          name="current"
          label={t.passwords.current}
          type="password"
          autocomplete="current-password"
          error={props.errors?.current}
        />
        <NewPasswordField view={view} label={t.passwords.password} error={props.errors?.password} />
        <Button look="primary">{t.passwords.change}</Button>
      </Form>
    </section>
  );
}

/** Where somebody who is signed in changes the password. */
export function renderPassword(page: Page, props: PasswordProps): string {
  const view = viewOf(page);
  const { t, f } = view;
  const { email, errors, changed, lockedUntil } = props;
  return renderDocument(
    <Frame view={view} props={props}>
      <ErrorSummary
        view={view}
        errors={errors}
        fields={(['current', 'password'] as const).map((name) => ({ name, label: t.passwords[name] }))}
      />
      <Heading title={t.passwords.title} below={t.passwords.lead(email)} />
      {changed ? (
        <Notice tone="good" live>
          <p>{t.passwords.changed}</p>
        </Notice>
      ) : null}
      {lockedUntil === undefined ? (
        <PasswordForm view={view} props={props} />
      ) : (
        <Notice tone="warn" live>
          <p>{t.passwords.locked(f.time(lockedUntil))}</p>
        </Notice>
      )}
    </Frame>,
  );
}
