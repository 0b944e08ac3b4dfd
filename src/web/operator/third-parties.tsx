import { CopyValue } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Heading } from '../components/heading.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { RegistrationStatus } from '../components/registration.tsx';
import { Table } from '../components/table.tsx';
import { Tabs } from '../components/tabs.tsx';
import { Time } from '../components/time.tsx';
import { type Page, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';

/** `waiting` holds those with a question too; `ended` the suspended and terminated. GET `state`. */
export type ThirdPartyFilter = 'all' | 'waiting' | 'live' | 'ended';

export interface ThirdPartiesProps extends OperatorBase {
  readonly filter: ThirdPartyFilter;
  readonly thirdParties: readonly {
    readonly registration: RegistrationFace;
    readonly registeredAt: number;
    readonly activeAuthorizations: number;
  }[];
  readonly rows: PageOfRows;
  readonly developersUrl: string;
}

/** Every registration at this utility. */
export function renderThirdParties(page: Page, props: ThirdPartiesProps): string {
  const view = viewOf(page);
  const { t, f, paths } = view;
  const words = t.operator;
  const filters = ['all', 'waiting', 'live', 'ended'] as const;
  return renderDocument(
    <OperatorFrame view={view} part="thirdParties" title={words.thirdPartiesTitle} outbox={props.outbox}>
      <Heading title={words.thirdPartiesTitle} />
      <Tabs
        label={words.filtersLabel}
        items={filters.map((filter) => ({
          href: filter === 'all' ? paths.thirdParties : `${paths.thirdParties}?state=${filter}`,
          label: words.filters[filter],
          current: filter === props.filter,
        }))}
      />
      <section class="card" aria-label={words.filters[props.filter]}>
        <Table
          caption={words.thirdPartiesTitle}
          rows={props.thirdParties}
          empty={<p>{words.thirdPartiesEmpty(<CopyValue value={props.developersUrl} />)}</p>}
          columns={[
            {
              head: words.thirdParty,
              rowHead: true,
              cell: ({ registration: { uid, name, company, state } }) => (
                <>
                  <a href={state === 'waiting' ? paths.thirdPartyReview(uid) : paths.thirdParty(uid)}>
                    {name}
                  </a>
                  <span class="muted small block">{company}</span>
                </>
              ),
            },
            {
              head: words.state,
              cell: ({ registration }) => <RegistrationStatus view={view} state={registration.state} />,
            },
            {
              head: words.registered,
              cell: ({ registeredAt }) => <Time view={view} at={registeredAt} as="date" />,
            },
            {
              head: words.active,
              numeric: true,
              cell: ({ activeAuthorizations }) => f.number(activeAuthorizations),
            },
          ]}
        />
        <Pagination view={view} rows={props.rows} />
      </section>
    </OperatorFrame>,
  );
}
