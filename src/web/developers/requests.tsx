import type { VNode } from 'preact';
import type { BearerKind } from '../../services/authorization/refusal.ts';
import { renderDocument } from '../components/document.tsx';
import { Select } from '../components/field.tsx';
import { FilterForm } from '../components/filter-form.tsx';
import { Card } from '../components/heading.tsx';
import { Status, type Tone } from '../components/notice.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import type { RefusalCode } from '../vocabulary.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/** Why a request was refused, with what the explanation names. */
export interface Refusal {
  readonly code: RefusalCode;
  /** When the token expired, the code was used, the authorization ended; until when to wait. */
  readonly at?: number;
  readonly gave?: BearerKind;
  readonly needs?: BearerKind;
  /** A parameter, a redirect URI, or the missing part of a scope such as `FB=16`. */
  readonly parameter?: string;
}

/** One request of the log: no token, no secret, no query of the token endpoint. */
export interface LoggedRequest {
  readonly requestId: string;
  readonly at: number;
  readonly method: string;
  /** Path and query, as it may be shown. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly bytes: number;
  readonly tokenKind?: BearerKind;
  readonly refusal?: Refusal;
}

/** Filter by GET `only` = `refused` | ``. */
export interface RequestsProps {
  readonly registration: RegistrationFace;
  readonly requests: readonly LoggedRequest[];
  readonly only: 'refused' | '';
  readonly rows: PageOfRows;
  /** How long the log is kept. */
  readonly days: number;
}

function refusalWords({ t, f }: View, refusal: Refusal): string {
  const { code, at, gave, needs, parameter = '' } = refusal;
  return t.refusals[code]({
    at: at === undefined ? '' : f.dateTime(at),
    gave: gave === undefined ? '' : t.terms.tokenKinds[gave],
    needs: needs === undefined ? parameter : t.terms.tokenKinds[needs],
    parameter,
  });
}

const toneOf = (status: number): Tone => (status < 400 ? 'good' : status < 500 ? 'warn' : 'bad');

function Answer({ view, request }: { view: View; request: LoggedRequest }): VNode {
  return (
    <>
      <Status tone={toneOf(request.status)}>{request.status}</Status>
      {request.refusal === undefined ? null : (
        <span class="explanation">{refusalWords(view, request.refusal)}</span>
      )}
    </>
  );
}

/** What a third party asked and got, newest first; each refusal explained. */
export function renderRequests(page: Page, props: RequestsProps): string {
  const view = viewOf(page);
  const { t, f } = view;
  const words = t.developers;
  return renderDocument(
    <RegistrationFrame view={view} registration={props.registration} tab="requests">
      <Card title={words.requestsTitle}>
        <p class="muted">
          {words.requestsLead(props.days)} {words.timeZoneNote(page.utility.timeZone)}
        </p>
        <FilterForm view={view}>
          <Select
            view={view}
            name="only"
            label={words.answer}
            value={props.only}
            options={[
              { value: '', label: t.operator.authorizationFilters.all },
              { value: 'refused', label: words.onlyRefused },
            ]}
          />
        </FilterForm>
        <Table
          caption={words.requestsTitle}
          rows={props.requests}
          empty={<p>{words.requestsEmpty}</p>}
          columns={[
            {
              head: words.time,
              cell: ({ at }) => (
                <span class="nowrap">
                  <Time view={view} at={at} as="stamp" />
                </span>
              ),
            },
            {
              head: words.request,
              rowHead: true,
              cell: ({ method, path, requestId }) => (
                <>
                  <code class="wrap">
                    {method} {path}
                  </code>
                  <span class="muted small block">
                    {words.requestId} <code>{requestId}</code>
                  </span>
                </>
              ),
            },
            { head: words.answer, cell: (request) => <Answer view={view} request={request} /> },
            {
              head: words.token,
              cell: ({ tokenKind }) => (tokenKind === undefined ? '–' : t.terms.tokenKinds[tokenKind]),
            },
            {
              head: words.duration,
              numeric: true,
              cell: ({ milliseconds }) => (
                <span class="nowrap">{words.milliseconds(f.number(milliseconds))}</span>
              ),
            },
            {
              head: words.size,
              numeric: true,
              cell: ({ bytes }) => <span class="nowrap">{f.bytes(bytes)}</span>,
            },
          ]}
        />
        <Pagination view={view} rows={props.rows} />
      </Card>
    </RegistrationFrame>,
  );
}
