import type { VNode } from 'preact';
import type { NavItem } from './header.tsx';

/** Views of one thing as links: each has its own URL. */
export function Tabs({ label, items }: { label: string; items: readonly NavItem[] }): VNode {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
