import { renderDocument } from '../components/document.tsx';
import { Select, TextField } from '../components/field.tsx';
import { FilterForm } from '../components/filter-form.tsx';
import { Heading } from '../components/heading.tsx';
import { Status } from '../components/notice.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Page, viewOf } from '../page.ts';
import type { AuthorizationState } from '../vocabulary.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';

export type AuthorizationFilter = 'all' | 'active' | 'ended' | 'declined' | 'test';

/** GET `q`, `state` (an AuthorizationFilter), and `third_party` (app_uid) from a third party's page. */
export interface AuthorizationsProps extends OperatorBase {
  readonly query: string;
  readonly filter: AuthorizationFilter;
  /** Only those of one third party. */
  readonly thirdParty?: { readonly uid: string; readonly name: string };
  readonly authorizations: readonly {
    readonly uid: string;
    readonly customer: string;
    readonly accountEnding?: string;
    readonly thirdParty: string;
    readonly state: AuthorizationState;
    readonly test: boolean;
    readonly since: number;
    readonly lastReadAt?: number;
  }[];
  readonly rows: PageOfRows;
}

const tones = { active: 'good', ended: 'info', declined: 'warn' } as const;

/** Every authorization at this utility, to search. */
export function renderAuthorizations(page: Page, props: AuthorizationsProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.operator;
  const filters = ['all', 'active', 'ended', 'declined', 'test'] as const;
  return renderDocument(
    <OperatorFrame view={view} part="authorizations" title={words.authorizationsTitle} outbox={props.outbox}>
      <Heading title={words.authorizationsTitle} below={props.thirdParty?.name} />
      <div class="card">
        <FilterForm view={view}>
          {props.thirdParty === undefined ? null : (
            <input type="hidden" name="third_party" value={props.thirdParty.uid} />
          )}
          <TextField view={view} name="q" label={words.searchLabel} type="search" value={props.query} />
          <Select
            view={view}
            name="state"
            label={words.state}
            value={props.filter}
            options={filters.map((value) => ({ value, label: words.authorizationFilters[value] }))}
          />
        </FilterForm>
        <Table
          caption={words.authorizationsTitle}
          rows={props.authorizations}
          empty={<p>{words.authorizationsEmpty}</p>}
          columns={[
            {
              head: words.reference,
              rowHead: true,
              cell: ({ uid }) => (
                <a href={paths.authorization(uid)}>
                  <code>{uid}</code>
                </a>
              ),
            },
            {
              head: words.customer,
              cell: ({ customer, accountEnding, test }) => (
                <>
                  {customer} {test ? <span class="tag">{t.developers.test}</span> : null}
                  {accountEnding === undefined ? null : (
                    <span class="muted small block">{t.consent.accountEnding(accountEnding)}</span>
                  )}
                </>
              ),
            },
            { head: words.thirdParty, cell: ({ thirdParty }) => thirdParty },
            {
              head: words.state,
              cell: ({ state }) => <Status tone={tones[state]}>{t.terms.authorizationStates[state]}</Status>,
            },
            { head: words.sinceColumn, cell: ({ since }) => <Time view={view} at={since} as="date" /> },
            {
              head: words.lastRead,
              cell: ({ lastReadAt }) =>
                lastReadAt === undefined ? t.shell.never : <Time view={view} at={lastReadAt} />,
            },
          ]}
        />
        <Pagination view={view} rows={props.rows} />
      </div>
    </OperatorFrame>,
  );
}
