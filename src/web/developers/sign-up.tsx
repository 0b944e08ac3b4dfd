import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { NewPasswordField } from '../components/new-password-field.tsx';
import { type Page, viewOf } from '../page.ts';
import type { FieldErrors } from '../vocabulary.ts';
import { developerNavigation } from './navigation.ts';

/** Posts `name`, `email`, `password`; then `renderEnterCode` confirms the address. */
export interface SignUpProps {
  readonly action: string;
  readonly values?: { readonly name: string; readonly email: string };
  readonly errors?: FieldErrors<'name' | 'email' | 'password'>;
}

/** A new account of a third party: one for all its apps. */
export function renderSignUp(page: Page, { action, values, errors }: SignUpProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const labels = { name: t.developers.yourName, email: t.developers.email, password: t.developers.password };
  return renderDocument(
    <Document
      view={view}
      title={t.developers.signUpTitle}
      width="narrow"
      nav={developerNavigation(view)}
      failed={hasErrors(errors)}
    >
      <ErrorSummary
        view={view}
        errors={errors}
        fields={(['name', 'email', 'password'] as const).map((name) => ({ name, label: labels[name] }))}
      />
      <Heading title={t.developers.signUpTitle} below={t.developers.signUpLead} />
      <section class="card" aria-label={t.developers.signUp}>
        <Form view={view} action={action}>
          <TextField
            view={view}
            name="name"
            label={labels.name}
            autocomplete="name"
            value={values?.name}
            error={errors?.name}
          />
          <TextField
            view={view}
            name="email"
            label={labels.email}
            type="email"
            autocomplete="email"
            value={values?.email}
            error={errors?.email}
          />
          <NewPasswordField view={view} label={labels.password} error={errors?.password} />
          <Button look="primary">{t.developers.signUp}</Button>
        </Form>
      </section>
      <p>
        {t.developers.haveAccount} <a href={paths.developerSignIn}>{t.developers.signIn}</a>
      </p>
    </Document>,
  );
}
