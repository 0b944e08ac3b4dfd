import type { ComponentChildren, VNode } from 'preact';
import type { View } from '../page.ts';

export interface FormProps {
  readonly view: View;
  /** Absent: the page's own URL. */
  readonly action?: string | undefined;
  readonly class?: string;
  /** Set where a file is sent. */
  readonly multipart?: boolean;
  readonly children: ComponentChildren;
}

/** A form that posts, with the session's value against forged forms. The server checks, in its own words. */
export function Form({ view, action, class: className, multipart, children }: FormProps): VNode {
  return (
    <form
      method="post"
      action={action}
      class={className}
      enctype={multipart ? 'multipart/form-data' : undefined}
      noValidate
    >
      <input type="hidden" name="csrf" value={view.page.csrf} />
      {children}
    </form>
  );
}

export interface ButtonProps {
  /** `primary` once per page at most; `danger` ends something. */
  readonly look?: 'primary' | 'plain' | 'danger' | 'link';
  readonly name?: string;
  readonly value?: string;
  readonly children: ComponentChildren;
}

/** A button that sends its form. All looks but `link` have one size: no answer is easier to hit than another. */
export function Button({ look = 'plain', name, value, children }: ButtonProps): VNode {
  return (
    <button type="submit" class={look === 'link' ? 'link' : `button ${look}`} name={name} value={value}>
      {children}
    </button>
  );
}

/** A link that looks like a button, for going somewhere rather than doing something. */
export function ButtonLink({
  href,
  look = 'plain',
  children,
}: {
  href: string;
  look?: 'primary' | 'plain';
  children: ComponentChildren;
}): VNode {
  return (
    <a class={`button ${look}`} href={href}>
      {children}
    </a>
  );
}
