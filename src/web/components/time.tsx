import type { VNode } from 'preact';
import type { View } from '../page.ts';

/** An instant in words, with the machine's form behind it. */
export function Time({
  view: { f },
  at,
  as = 'dateTime',
}: {
  view: View;
  /** Milliseconds since 1970. */
  at: number;
  as?: 'date' | 'dateTime' | 'time' | 'stamp';
}): VNode {
  return <time dateTime={f.iso(at)}>{f[as](at)}</time>;
}
