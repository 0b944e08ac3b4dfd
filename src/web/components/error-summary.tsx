import type { VNode } from 'preact';
import type { View } from '../page.ts';
import type { FieldError, FieldErrors } from '../vocabulary.ts';

/** A field as the summary names it: `target` is the id to go to, the field's name when absent. */
export interface SummaryField<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly target?: string;
}

/** Everything that is wrong with a form, first on the page, each with a link to its field. It takes the focus. */
export function ErrorSummary<Name extends string>({
  view: { t },
  errors,
  fields,
}: {
  view: View;
  errors: FieldErrors<Name> | undefined;
  fields: readonly SummaryField<Name>[];
}): VNode | null {
  const found = fields.flatMap((field) => {
    const error: FieldError | undefined = errors?.[field.name];
    return error === undefined ? [] : [{ ...field, error }];
  });
  if (found.length === 0) return null;
  return (
    <div class="notice bad" role="alert" tabIndex={-1} autofocus>
      <h2>{t.shell.errorTitle}</h2>
      <ul>
        {found.map(({ name, label, target, error }) => (
          <li>
            <a href={`#${target ?? name}`}>
              {label}
              {t.shell.colon} {t.errors[error]}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether any field is wrong. */
export const hasErrors = (errors: Readonly<Record<string, FieldError | undefined>> | undefined): boolean =>
  Object.values(errors ?? {}).some((error) => error !== undefined);
