import type { ComponentChildren, VNode } from 'preact';
import type { View } from '../page.ts';
import type { FieldError } from '../vocabulary.ts';

interface FieldBase {
  readonly view: View;
  /** Name in the posted form, and id on the page. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: FieldError | undefined;
  readonly optional?: boolean;
}

/** Ids of what describes a field, for `aria-describedby`. */
function describedBy({ name, hint, error }: FieldBase): string | undefined {
  const ids = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`].filter(
    Boolean,
  );
  return ids.length === 0 ? undefined : ids.join(' ');
}

/** The words of an error, at its field. */
export function FieldErrorText({
  view: { t },
  name,
  error,
}: {
  view: View;
  name: string;
  error: FieldError | undefined;
}): VNode | null {
  if (error === undefined) return null;
  return (
    <p class="error" id={`${name}-error`}>
      <span class="visually-hidden">{t.shell.errorPrefix} </span>
      {t.errors[error]}
    </p>
  );
}

function Frame({ field, children }: { field: FieldBase; children: VNode }): VNode {
  const { view, name, label, hint, error, optional } = field;
  return (
    <div class={error === undefined ? 'field' : 'field failed'}>
      <label for={name}>
        {label}
        {optional ? <span class="optional"> {view.t.shell.optional}</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <FieldErrorText view={view} name={name} error={error} />
      {children}
    </div>
  );
}

export interface TextFieldProps extends FieldBase {
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'tel' | 'date' | 'search';
  readonly autocomplete?: string;
  readonly inputmode?: 'numeric' | 'decimal' | 'tel';
  /** Expected length, as the width of the box. */
  readonly size?: 'code' | 'short' | 'full';
  readonly min?: string;
  readonly max?: string;
  readonly lang?: string;
}

/** One line of text with its label, hint and error. */
export function TextField(props: TextFieldProps): VNode {
  const { name, value, type = 'text', autocomplete, inputmode, size = 'full', min, max, lang } = props;
  return (
    <Frame field={props}>
      <input
        id={name}
        name={name}
        // The JSX types want one literal here, not a union of them.
        type={type as 'text'}
        class={size}
        value={type === 'password' ? undefined : value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        min={min}
        max={max}
        lang={lang}
        spellcheck={type === 'text' ? undefined : false}
        aria-describedby={describedBy(props)}
        aria-invalid={props.error === undefined ? undefined : 'true'}
      />
    </Frame>
  );
}

export interface TextAreaProps extends FieldBase {
  readonly value?: string | undefined;
  readonly rows?: number;
  readonly lang?: string;
  /** For addresses and codes: fixed width, no spelling. */
  readonly code?: boolean;
}

/** Several lines of text. */
export function TextArea(props: TextAreaProps): VNode {
  const { name, value, rows = 3, lang, code } = props;
  return (
    <Frame field={props}>
      <textarea
        id={name}
        name={name}
        rows={rows}
        lang={lang}
        class={code ? 'code' : undefined}
        spellcheck={code ? false : undefined}
        aria-describedby={describedBy(props)}
        aria-invalid={props.error === undefined ? undefined : 'true'}
      >
        {value}
      </textarea>
    </Frame>
  );
}

/** A file to send. */
export function FileField(props: FieldBase & { readonly accept: string }): VNode {
  return (
    <Frame field={props}>
      <input
        id={props.name}
        name={props.name}
        type="file"
        accept={props.accept}
        aria-describedby={describedBy(props)}
        aria-invalid={props.error === undefined ? undefined : 'true'}
      />
    </Frame>
  );
}

export interface SelectProps extends FieldBase {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** One of a short list, in little space. */
export function Select(props: SelectProps): VNode {
  const { name, value, options } = props;
  return (
    <Frame field={props}>
      <select id={name} name={name} aria-describedby={describedBy(props)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
