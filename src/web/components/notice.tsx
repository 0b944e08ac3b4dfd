import type { ComponentChildren, VNode } from 'preact';

/** How a status or a notice is meant; its words say the same. */
export type Tone = 'good' | 'warn' | 'bad' | 'info';

/** A framed remark. `live` is announced when the page opens: something was saved, sent or ended. */
export function Notice({
  tone,
  title,
  live,
  children,
}: {
  tone: Tone;
  title?: string;
  live?: boolean;
  children?: ComponentChildren;
}): VNode {
  return (
    <div class={`notice ${tone}`} role={live ? 'status' : undefined}>
      {title === undefined ? null : <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** One word about a state. */
export function Status({ tone, children }: { tone: Tone; children: ComponentChildren }): VNode {
  return <span class={`status ${tone}`}>{children}</span>;
}
