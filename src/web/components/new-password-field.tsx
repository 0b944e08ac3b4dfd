import type { VNode } from 'preact';
import type { View } from '../page.ts';
import type { FieldError } from '../vocabulary.ts';
import { TextField } from './field.tsx';

/** Where somebody chooses a password: posts `password`. */
export function NewPasswordField({
  view,
  label,
  error,
}: {
  view: View;
  label: string;
  error: FieldError | undefined;
}): VNode {
  return (
    <TextField
      view={view}
      name="password"
      label={label}
      hint={view.t.developers.passwordHint}
      type="password"
      autocomplete="new-password"
      error={error}
    />
  );
}
