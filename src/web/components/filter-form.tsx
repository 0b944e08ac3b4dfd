import type { ComponentChildren, VNode } from 'preact';
import type { View } from '../page.ts';

/** Narrows a list: a form that gets, so that the result has its own URL. */
export function FilterForm({ view, children }: { view: View; children: ComponentChildren }): VNode {
  return (
    <form method="get" class="row-form" action={view.page.url.split('?')[0]}>
      {children}
      <button type="submit" class="button plain">
        {view.t.shell.show}
      </button>
    </form>
  );
}
