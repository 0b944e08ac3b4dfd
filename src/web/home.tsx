import type { VNode } from 'preact';
import { Document, renderDocument } from './components/document.tsx';
import { Heading } from './components/heading.tsx';
import { type Page, viewOf } from './page.ts';
import { pathsBelow } from './paths.ts';

function Entrance({ href, label, text }: { href: string; label: string; text: string }): VNode {
  return (
    <li>
      <p>
        <a href={href}>
          <strong>{label}</strong>
        </a>
      </p>
      <p class="muted">{text}</p>
    </li>
  );
}

/** The first page of a utility: where each reader begins. */
export function renderHome(page: Page): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.home;
  return renderDocument(
    <Document view={view} title={words.title} width="narrow">
      <Heading title={words.title} below={words.lead(page.utility.name)} />
      <section class="card" aria-label={words.title}>
        <ul class="checklist entrances">
          <Entrance href={paths.sharing} label={words.customers} text={words.customersText} />
          <Entrance href={paths.developers} label={words.developers} text={words.developersText} />
          <Entrance href={paths.operator} label={words.operators} text={words.operatorsText} />
        </ul>
      </section>
    </Document>,
  );
}

export interface UtilitiesProps {
  readonly utilities: readonly { readonly name: string; readonly base: string }[];
}

/** The utilities of an installation that serves several. */
export function renderUtilities(page: Page, { utilities }: UtilitiesProps): string {
  const view = viewOf(page);
  const { t } = view;
  return renderDocument(
    <Document view={view} title={t.home.title} width="narrow">
      <Heading title={t.home.title} below={utilities.length === 0 ? t.home.none : t.home.choose} />
      {utilities.length === 0 ? null : (
        <section class="card" aria-label={t.home.choose}>
          <ul class="checklist entrances">
            {utilities.map(({ name, base }) => (
              <li>
                <a href={pathsBelow(base).home}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Document>,
  );
}
