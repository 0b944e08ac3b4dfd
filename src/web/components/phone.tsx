import type { VNode } from 'preact';
import type { View } from '../page.ts';

/** The utility's phone number, on one line; undefined when it has none. */
export function phoneOf({ page }: View): VNode | undefined {
  const { phone } = page.utility;
  return phone === '' ? undefined : <span class="nowrap">{phone}</span>;
}

/** Where to get help from a person; nothing when there is no number to call. */
export function CallUs({ view, small = false }: { view: View; small?: boolean }): VNode | null {
  const phone = phoneOf(view);
  return phone === undefined ? null : (
    <p class={small ? 'muted small' : undefined}>{view.t.identify.callUs(phone)}</p>
  );
}
