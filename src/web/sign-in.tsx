import type { VNode } from 'preact';
import { Document, renderDocument } from './components/document.tsx';
import { ErrorSummary, hasErrors } from './components/error-summary.tsx';
import { TextField } from './components/field.tsx';
import { Button, Form } from './components/form.tsx';
import { Heading } from './components/heading.tsx';
import { Notice } from './components/notice.tsx';
import { developerNavigation } from './developers/navigation.ts';
import { type Page, type View, viewOf } from './page.ts';
import type { FieldErrors } from './vocabulary.ts';

export interface SignInProps {
  /** Third parties can make an account themselves; operators are added on the command line. */
  readonly area: 'developers' | 'operator';
  /** Posts `email`, `password`. */
  readonly action: string;
  readonly email?: string;
  readonly errors?: FieldErrors<'email' | 'password'>;
  /** Whether whoever forgot the password is sent a link to choose a new one. */
  readonly resets: boolean;
  /** Too many tries: nothing can be entered before this instant. */
  readonly lockedUntil?: number;
}

function SignInForm({ view, props }: { view: View; props: SignInProps }): VNode {
  const { t } = view;
  return (
    <section class="card" aria-label={t.developers.signIn}>
      <Form view={view} action={props.action}>
        <TextField
          view={view}
          name="email"
          label={t.developers.email}
          type="email"
          autocomplete="username"
          value={props.email}
          error={props.errors?.email}
        />
        <TextField
          view={view}
          name="password"
          label={t.developers.password}
          type="password"
          autocomplete="current-password"
          error={props.errors?.password}
        />
        <Button look="primary">{t.developers.signIn}</Button>
      </Form>
    </section>
  );
}

/** Sign-in of third parties and of the utility's own people. */
export function renderSignIn(page: Page, props: SignInProps): string {
  const view = viewOf(page);
  const { t, f, paths } = view;
  const developers = props.area === 'developers';
  const title = developers ? t.developers.signInTitle : t.operator.signInTitle;
  return renderDocument(
    <Document
      view={view}
      title={title}
      width="narrow"
      nav={developers ? developerNavigation(view) : []}
      failed={hasErrors(props.errors)}
    >
      <ErrorSummary
        view={view}
        errors={props.errors}
        fields={[
          { name: 'email', label: t.developers.email },
          { name: 'password', label: t.developers.password },
        ]}
      />
      <Heading title={title} below={developers ? t.developers.signInLead : t.operator.signInLead} />
      {props.lockedUntil === undefined ? (
        <SignInForm view={view} props={props} />
      ) : (
        <Notice tone="warn" live>
          <p>{t.identify.locked(f.time(props.lockedUntil))}</p>
        </Notice>
      )}
      {props.resets ? (
        <p>
          <a href={paths.developerPasswordReset}>{t.passwords.forgot}</a>
        </p>
      ) : (
        <p class="muted">{t.passwords.forgotOperator}</p>
      )}
      {developers ? (
        <p>
          {t.developers.noAccount} <a href={paths.developerSignUp}>{t.developers.signUp}</a>
        </p>
      ) : null}
    </Document>,
  );
}
