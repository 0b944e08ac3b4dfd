import type { VNode } from 'preact';

/** A value to copy: one click or tap selects the whole of it, without any script. */
export function CopyValue({ value }: { value: string }): VNode {
  return <code class="copy">{value}</code>;
}

/** Lines to copy, in a box that scrolls by itself. */
export function CodeBlock({ label, text, lang }: { label: string; text: string; lang?: string }): VNode {
  return (
    <section class="code-block" aria-label={label} tabIndex={0}>
      <pre>
        <code class="copy" lang={lang}>
          {text}
        </code>
      </pre>
    </section>
  );
}
