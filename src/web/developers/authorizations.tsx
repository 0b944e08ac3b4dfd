import { renderDocument } from '../components/document.tsx';
import { Select } from '../components/field.tsx';
import { FilterForm } from '../components/filter-form.tsx';
import { Button, Form } from '../components/form.tsx';
import { untilWords } from '../components/grant-words.tsx';
import { Card } from '../components/heading.tsx';
import { Notice, Status } from '../components/notice.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import type { Until } from '../grant.ts';
import { type Page, type View, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import type { AuthorizationState } from '../vocabulary.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/** An authorization as its third party sees it: never who the customer is. */
export interface ClientAuthorization {
  readonly uid: string;
  readonly state: AuthorizationState;
  /** Given by a test customer. */
  readonly test: boolean;
  readonly scope: string;
  readonly meters: number;
  readonly since: number;
  readonly until: Until;
  readonly endedAt?: number;
  readonly lastReadAt?: number;
}

/** Filter by GET `state` = `active` | `ended` | ``. Posts `intent` = `end` with `uid`. */
export interface ClientAuthorizationsProps {
  readonly registration: RegistrationFace;
  readonly authorizations: readonly ClientAuthorization[];
  readonly state: 'active' | 'ended' | '';
  readonly rows: PageOfRows;
  /** One was ended just now. */
  readonly ended?: boolean;
}

function EndButton({ view, uid }: { view: View; uid: string }) {
  const { t } = view;
  return (
    <Form view={view}>
      <input type="hidden" name="uid" value={uid} />
      <Button look="link" name="intent" value="end">
        {t.developers.end}
        <span class="visually-hidden"> {t.developers.endOf(uid)}</span>
      </Button>
    </Form>
  );
}

/** The same list, all of it, as a file. */
function fileUrl(url: string, format: 'csv' | 'json'): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('page');
  parameters.set('format', format);
  return `${path}?${parameters}`;
}

/** Every authorization that a registration was given. */
export function renderClientAuthorizations(page: Page, props: ClientAuthorizationsProps): string {
  const view = viewOf(page);
  const { t, f, paths } = view;
  const words = t.developers;
  const tone = { active: 'good', ended: 'info', declined: 'warn' } as const;
  return renderDocument(
    <RegistrationFrame view={view} registration={props.registration} tab="authorizations">
      {props.ended ? (
        <Notice tone="good" live>
          <p>{words.ended}</p>
        </Notice>
      ) : null}
      <Card title={words.authorizationsTitle}>
        <FilterForm view={view}>
          <Select
            view={view}
            name="state"
            label={words.state}
            value={props.state}
            options={[
              { value: '', label: t.operator.authorizationFilters.all },
              { value: 'active', label: words.filterActive },
              { value: 'ended', label: words.filterEnded },
            ]}
          />
        </FilterForm>
        <Table
          caption={words.authorizationsTitle}
          rows={props.authorizations}
          empty={
            <>
              <p>{words.authorizationsEmpty}</p>
              <p>
                <a href={paths.registrationTestCustomers(props.registration.uid)}>
                  {words.authorizationsEmptyLink}
                </a>
              </p>
            </>
          }
          columns={[
            {
              head: words.reference,
              rowHead: true,
              cell: ({ uid, test }) => (
                <>
                  <code>{uid}</code> {test ? <span class="tag">{words.test}</span> : null}
                </>
              ),
            },
            {
              head: words.state,
              cell: ({ state }) => <Status tone={tone[state]}>{t.terms.authorizationStates[state]}</Status>,
            },
            { head: words.scope, cell: ({ scope }) => <code class="wrap">{scope}</code> },
            { head: words.meters, numeric: true, cell: ({ meters }) => f.number(meters) },
            { head: words.since, cell: ({ since }) => <Time view={view} at={since} as="date" /> },
            {
              head: words.ends,
              cell: ({ until, endedAt }) =>
                endedAt !== undefined ? (
                  <Time view={view} at={endedAt} as="date" />
                ) : until.kind === 'until_stopped' ? (
                  words.untilStopped
                ) : (
                  untilWords(view, until)
                ),
            },
            {
              head: words.lastRead,
              cell: ({ lastReadAt }) =>
                lastReadAt === undefined ? t.shell.never : <Time view={view} at={lastReadAt} />,
            },
            {
              head: words.end,
              cell: ({ state, uid }) => (state === 'active' ? <EndButton view={view} uid={uid} /> : null),
            },
          ]}
        />
        <Pagination view={view} rows={props.rows} />
        {props.authorizations.length === 0 ? null : (
          <p class="muted small">
            {words.download}
            {t.shell.colon} <a href={fileUrl(page.url, 'csv')}>CSV</a>{' '}
            <a href={fileUrl(page.url, 'json')}>JSON</a>
          </p>
        )}
      </Card>
    </RegistrationFrame>,
  );
}
