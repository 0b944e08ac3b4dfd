import type { VNode } from 'preact';
import { CopyValue } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Card } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import type { FieldErrors, SecretKind } from '../vocabulary.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/** A secret that can be replaced, by its last four letters. */
interface SecretFace {
  readonly kind: Exclude<SecretKind, 'api_token'>;
  readonly lastFour: string;
  readonly createdAt: number;
  readonly lastUsedAt?: number;
  /** The one before still works until then. */
  readonly previousUntil?: number;
}

interface ApiTokenFace {
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly createdAt: number;
  readonly lastUsedAt?: number;
}

/** The addresses that a client is set up with. */
export interface ClientAddresses {
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly resource: string;
  readonly metadata: string;
  readonly applicationInformation: string;
}

/**
 * Posts to the page's own URL: `intent` = `replace` with `secret` (a SecretKind) and `overlap` (a SecretOverlap);
 * `make_api_token` with `name`; `revoke_api_token` with `id`.
 */
export interface KeysProps {
  readonly registration: RegistrationFace;
  readonly clientId: string;
  readonly addresses: ClientAddresses;
  readonly secrets: readonly SecretFace[];
  readonly apiTokens: readonly ApiTokenFace[];
  /** Secrets made just now: the only time that they are shown. */
  readonly shown: readonly { readonly kind: SecretKind; readonly value: string }[];
  /** The app was registered just now. */
  readonly registered?: boolean;
  readonly errors?: FieldErrors<'name'>;
}

function Shown({ view, props }: { view: View; props: KeysProps }): VNode {
  const { t } = view;
  return (
    <>
      {props.shown.map(({ kind, value }) => (
        <Notice tone="warn" live title={t.developers.shownTitle(t.developers.secretNames[kind])}>
          <p>
            <CopyValue value={value} />
          </p>
          <p class="small">
            {t.developers.shownText} {t.shell.copyHint}
          </p>
        </Notice>
      ))}
    </>
  );
}

function Replace({ view, secret }: { view: View; secret: SecretFace }): VNode {
  const { t } = view;
  const name = t.developers.secretNames[secret.kind];
  return (
    <details class="card">
      <summary>{t.developers.replaceTitle(name)}</summary>
      <Form view={view}>
        <input type="hidden" name="secret" value={secret.kind} />
        <div class="field">
          <label for={`overlap-${secret.kind}`}>{t.developers.overlap}</label>
          <select id={`overlap-${secret.kind}`} name="overlap">
            {(['day', 'week', 'none'] as const).map((overlap) => (
              <option value={overlap}>{t.developers.overlaps[overlap]}</option>
            ))}
          </select>
        </div>
        <Button name="intent" value="replace">
          {t.developers.makeNew}
          <span class="visually-hidden">
            {t.shell.colon} {name}
          </span>
        </Button>
      </Form>
    </details>
  );
}

function LastUsed({ view, at }: { view: View; at: number | undefined }): VNode {
  return at === undefined ? <>{view.t.shell.never}</> : <Time view={view} at={at} />;
}

function Secrets({ view, props }: { view: View; props: KeysProps }): VNode {
  const { t } = view;
  const words = t.developers;
  return (
    <Card title={words.keysTitle}>
      <p class="muted">{words.keysLead}</p>
      <Table
        caption={words.keysTitle}
        rows={props.secrets}
        columns={[
          { head: words.secret, rowHead: true, cell: ({ kind }) => words.secretNames[kind] },
          {
            head: words.endsWith,
            cell: ({ lastFour, previousUntil }) => (
              <>
                <code>…{lastFour}</code>
                {previousUntil === undefined ? null : (
                  <span class="small muted block">
                    {words.oldUntil(<Time view={view} at={previousUntil} />)}
                  </span>
                )}
              </>
            ),
          },
          { head: words.made, cell: ({ createdAt }) => <Time view={view} at={createdAt} as="date" /> },
          { head: words.lastUsed, cell: ({ lastUsedAt }) => <LastUsed view={view} at={lastUsedAt} /> },
        ]}
      />
      {props.secrets.map((secret) => (
        <Replace view={view} secret={secret} />
      ))}
    </Card>
  );
}

function ApiTokens({ view, props }: { view: View; props: KeysProps }): VNode {
  const { t } = view;
  const words = t.developers;
  return (
    <Card title={words.apiTokens}>
      <p class="muted">{words.apiTokensLead}</p>
      <Table
        caption={words.apiTokens}
        rows={props.apiTokens}
        empty={<p>{words.apiTokensEmpty}</p>}
        columns={[
          { head: words.name, rowHead: true, cell: ({ name }) => name },
          { head: words.endsWith, cell: ({ lastFour }) => <code>…{lastFour}</code> },
          { head: words.made, cell: ({ createdAt }) => <Time view={view} at={createdAt} as="date" /> },
          { head: words.lastUsed, cell: ({ lastUsedAt }) => <LastUsed view={view} at={lastUsedAt} /> },
          {
            head: words.tokenRevoke,
            cell: ({ id, name }) => (
              <Form view={view}>
                <input type="hidden" name="id" value={id} />
                <Button look="link" name="intent" value="revoke_api_token">
                  {words.tokenRevoke}
                  <span class="visually-hidden"> {name}</span>
                </Button>
              </Form>
            ),
          },
        ]}
      />
      <Form view={view} class="row-form">
        <TextField view={view} name="name" label={words.apiTokenName} error={props.errors?.name} />
        <Button name="intent" value="make_api_token">
          {words.apiTokenMake}
        </Button>
      </Form>
    </Card>
  );
}

/** The credentials of a registration: what is secret is shown once, then by its last four letters. */
export function renderKeys(page: Page, props: KeysProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { addresses } = props;
  const value = (text: string): VNode => <CopyValue value={text} />;
  return renderDocument(
    <RegistrationFrame
      view={view}
      registration={props.registration}
      tab="keys"
      failed={props.errors?.name !== undefined}
    >
      {props.registered ? (
        <Notice tone="good" live>
          <p>{t.registration.registered}</p>
        </Notice>
      ) : null}
      <Shown view={view} props={props} />
      <Secrets view={view} props={props} />
      <Card title={t.developers.addresses}>
        <Facts
          facts={[
            [t.developers.clientId, value(props.clientId)],
            [t.developerDocs.authorize, value(addresses.authorize)],
            [t.developerDocs.token, value(addresses.token)],
            [t.developerDocs.revoke, value(addresses.revoke)],
            [t.developerDocs.resource, value(addresses.resource)],
            [t.developerDocs.metadata, value(addresses.metadata)],
            [t.developers.applicationInformation, value(addresses.applicationInformation)],
          ]}
        />
        <p class="muted small">{t.shell.copyHint}</p>
      </Card>
      <ApiTokens view={view} props={props} />
    </RegistrationFrame>,
  );
}
