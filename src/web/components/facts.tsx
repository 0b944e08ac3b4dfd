import type { ComponentChildren, VNode } from 'preact';

/** A name and what belongs to it. A missing value leaves the row out. */
export type Fact = readonly [label: string, value: ComponentChildren];

/** Names and values, one pair a row. */
export function Facts({ facts }: { facts: readonly Fact[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(([label, value]) =>
        value === undefined || value === null ? null : (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
