import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { Button, Form } from '../components/form.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { ConsentPreview, faceOf } from '../components/registration.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { FieldErrors } from '../vocabulary.ts';
import { developerNavigation } from './navigation.ts';
import {
  fieldLabels,
  type RegisterFieldName,
  RegisterFields,
  type RegisterValues,
} from './register-fields.tsx';

/**
 * The form of a registration, new or to change. It posts, as multipart, the names of `RegisterValues`, the file
 * `logo`, `terms` = `accepted`, and `intent` = `preview` (show it again with `preview`) or `save`.
 */
export interface RegisterProps {
  readonly action: string;
  /** `edit` asks for no terms and says that new redirect URIs wait. */
  readonly mode: 'new' | 'edit';
  readonly values: RegisterValues;
  readonly errors?: FieldErrors<RegisterFieldName>;
  /** Whether to show what customers will see, made of `values`. */
  readonly preview: boolean;
  /** The logo that is kept, or was sent with the preview. */
  readonly logoUrl?: string;
  readonly terms: { readonly version: string; readonly url: string; readonly accepted: boolean };
}

function Preview({ view, props }: { view: View; props: RegisterProps }): VNode {
  const { t, page } = view;
  const { values, logoUrl } = props;
  return (
    <Card title={t.registration.previewTitle}>
      {props.preview ? (
        <ConsentPreview
          view={view}
          face={faceOf(view, values, {
            ...values,
            ...(logoUrl === undefined ? {} : { logoUrl }),
            registeredAt: page.now,
          })}
        />
      ) : (
        <p class="muted">{t.registration.previewHint}</p>
      )}
    </Card>
  );
}

/** A third party registers, or changes what it said about itself. */
export function renderRegister(page: Page, props: RegisterProps): string {
  const view = viewOf(page);
  const { t } = view;
  const title = props.mode === 'new' ? t.registration.title : t.registration.editTitle;
  const labels = fieldLabels(view);
  const names = Object.keys(labels) as RegisterFieldName[];
  return renderDocument(
    <Document
      view={view}
      title={title}
      width="medium"
      nav={developerNavigation(view)}
      failed={hasErrors(props.errors)}
    >
      <ErrorSummary
        view={view}
        errors={props.errors}
        fields={names.map((name) => ({ name, label: labels[name] }))}
      />
      <Heading title={title} below={t.registration.lead(page.utility.name)} />
      <Form view={view} action={props.action} multipart>
        <RegisterFields view={view} props={props} />
        <Preview view={view} props={props} />
        <div class="decision">
          <Button look="primary" name="intent" value="save">
            {props.mode === 'new' ? t.registration.save : t.shell.save}
          </Button>
          <Button name="intent" value="preview">
            {t.registration.preview}
          </Button>
        </div>
      </Form>
    </Document>,
  );
}
