import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { EnergyChart } from './chart.tsx';
import { defaultScope, redirectUri } from './custodian.ts';
import { curlOf, type Exchange, masked } from './exchange.ts';
import type { Settings } from './settings.ts';
import type { Step, Visit } from './visit.ts';

interface PageProps {
  readonly settings: Settings;
  readonly visit: Visit;
  /** Notifications that came to this program, newest first. */
  readonly notifications: readonly { readonly at: string; readonly resources: readonly string[] }[];
  /** The custodian still builds the batch: try again after so many seconds. */
  readonly wait?: number;
}

function CodeBox({ label, text }: { label: string; text: string }): VNode {
  return (
    <section class="code" aria-label={label} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}

function Answer({ exchange }: { exchange: Exchange | undefined }): VNode | null {
  if (exchange === undefined) return null;
  return (
    <details>
      <summary>
        {exchange.method} answered {exchange.status} · {exchange.bytes.toLocaleString('en')} bytes ·{' '}
        {exchange.ms} ms
      </summary>
      <CodeBox label="The request" text={curlOf(exchange)} />
      <CodeBox
        label="The answer"
        text={[
          `HTTP ${exchange.status} ${exchange.statusText}`.trim(),
          ...exchange.answerHeaders.map(([name, value]) => `${name}: ${value}`),
          '',
          exchange.answer,
        ].join('\n')}
      />
    </details>
  );
}

function StepCard({
  props,
  step,
  number,
  title,
  done,
  children,
}: {
  props: PageProps;
  step: Step;
  number: number;
  title: string;
  done: boolean;
  children: ComponentChildren;
}): VNode {
  const { problem, exchanges } = props.visit;
  return (
    <section id={step} aria-labelledby={`${step}-title`}>
      <h2 id={`${step}-title`}>
        {number}. {title} {done ? <span class="done">done</span> : null}
      </h2>
      {problem?.step === step ? (
        <p class="problem" role="alert">
          {problem.text}
        </p>
      ) : null}
      {children}
      <Answer exchange={exchanges.get(step)} />
    </section>
  );
}

function Action({
  visit,
  step,
  label,
  children,
}: {
  visit: Visit;
  step: Step;
  label: string;
  children?: ComponentChildren;
}): VNode {
  return (
    <form method="post" action={`/${step}`}>
      <input type="hidden" name="csrf" value={visit.csrf} />
      {children}
      <button type="submit">{label}</button>
    </form>
  );
}

function Field({
  name,
  label,
  value,
  hint,
  secret,
}: {
  name: string;
  label: string;
  value: string;
  hint?: string;
  secret?: boolean;
}): VNode {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      {hint === undefined ? null : <small id={`${name}-hint`}>{hint}</small>}
      <input
        id={name}
        name={name}
        value={value}
        // The JSX types want one literal here, not a union of them.
        type={(secret ? 'password' : 'text') as 'text'}
        autocomplete="off"
        autocapitalize="off"
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
    </p>
  );
}

function Register({ props }: { props: PageProps }): VNode {
  const { settings, visit } = props;
  const { credentials } = visit;
  const known = credentials.clientId !== '';
  const portal = `${new URL(settings.issuer).origin}${new URL(settings.issuer).pathname}/developers`;
  return (
    <StepCard props={props} step="register" number={1} title="Register" done={known}>
      {known ? (
        <p>
          This app is registered as <code>{credentials.clientId}</code>.
        </p>
      ) : (
        <p>
          Make an account and register an app in the <a href={portal}>developer portal of the utility</a>,
          then enter what it shows you.
        </p>
      )}
      <p>
        Redirect URI: <code>{redirectUri(settings)}</code>
        <br />
        Notify URI: <code>{settings.publicUrl}/notify</code>
      </p>
      <details open={!known}>
        <summary>Credentials of the registration</summary>
        <form method="post" action="/credentials">
          <input type="hidden" name="csrf" value={visit.csrf} />
          <Field name="client_id" label="client_id" value={credentials.clientId} />
          <Field
            name="client_secret"
            label="client_secret"
            value=""
            hint={
              credentials.clientSecret === ''
                ? 'Shown once when you registered.'
                : 'Leave empty to keep the one that is known.'
            }
            secret
          />
          <Field
            name="registration_token"
            label="registration_access_token"
            value=""
            hint="For reading ApplicationInformation; empty keeps the known one."
            secret
          />
          <Field
            name="application_uri"
            label="Address of ApplicationInformation"
            value={credentials.applicationUri}
          />
          <button type="submit">Use these</button>
        </form>
      </details>
      {known && credentials.registrationToken !== '' && credentials.applicationUri !== '' ? (
        <Action visit={visit} step="register" label="Read my ApplicationInformation" />
      ) : null}
    </StepCard>
  );
}

function GrantFacts({ visit }: { visit: Visit }): VNode | null {
  const { grant } = visit;
  if (grant === undefined) return null;
  const facts: readonly (readonly [string, string])[] = [
    ['access_token', masked(grant.accessToken)],
    ['refresh_token', masked(grant.refreshToken)],
    ['granted scope', grant.scope],
    ['resourceURI', grant.resourceUri],
    ['authorizationURI', grant.authorizationUri],
    ['customerResourceURI', grant.customerResourceUri === '' ? 'not granted' : grant.customerResourceUri],
    ['valid until', new Date(grant.expiresAt).toISOString()],
  ];
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Batch({ props }: { props: PageProps }): VNode {
  const { visit, wait } = props;
  const { feed, grant } = visit;
  return (
    <StepCard props={props} step="batch" number={4} title="Read a batch" done={feed !== undefined}>
      {wait === undefined ? null : (
        <p role="status">The custodian is still building this feed (202). Try again in {wait} seconds.</p>
      )}
      {grant === undefined ? (
        <p>The access token of step 3 reads the customer's data.</p>
      ) : (
        <Action visit={visit} step="batch" label="Get the data">
          <Field name="days" label="Days back" value="30" />
        </Action>
      )}
      {feed === undefined ? null : (
        <>
          <p>
            {feed.entries.toLocaleString('en')} entries:{' '}
            {[...feed.titles].map(([title, count]) => `${count} ${title}`).join(', ')}.
          </p>
          <EnergyChart feed={feed} />
        </>
      )}
    </StepCard>
  );
}

function Steps({ props }: { props: PageProps }): VNode {
  const { visit } = props;
  const { grant, exchanges, revoked, credentials } = visit;
  return (
    <>
      <Register props={props} />
      <StepCard props={props} step="authorize" number={2} title="Ask a customer" done={grant !== undefined}>
        <p>
          Your browser becomes the customer's: sign in at the utility as a test customer, and say yes or no.
        </p>
        {credentials.clientId === '' ? null : (
          <Action visit={visit} step="authorize" label="Ask for data">
            <Field name="scope" label="scope" value={defaultScope} hint="The customer may narrow it." />
          </Action>
        )}
      </StepCard>
      <StepCard
        props={props}
        step="token"
        number={3}
        title="Exchange the code for tokens"
        done={grant !== undefined}
      >
        {grant === undefined ? (
          <p>Happens by itself when the customer comes back.</p>
        ) : (
          <GrantFacts visit={visit} />
        )}
      </StepCard>
      <Batch props={props} />
      <StepCard
        props={props}
        step="refresh"
        number={5}
        title="Refresh the tokens"
        done={exchanges.has('refresh')}
      >
        {grant === undefined ? (
          <p>An access token lives for an hour; the refresh token gets the next one.</p>
        ) : (
          <Action visit={visit} step="refresh" label="Refresh" />
        )}
      </StepCard>
      <StepCard props={props} step="revoke" number={6} title="Give the access back" done={revoked}>
        <p>Revokes the authorization, then tries the old token once more: it must be refused.</p>
        {grant === undefined || revoked ? null : <Action visit={visit} step="revoke" label="Revoke" />}
      </StepCard>
    </>
  );
}

function Notifications({ notifications }: Pick<PageProps, 'notifications'>): VNode {
  return (
    <section aria-labelledby="notifications-title">
      <h2 id="notifications-title">Notifications</h2>
      {notifications.length === 0 ? (
        <p>None yet. The custodian posts a BatchList here when something changes.</p>
      ) : (
        <ul>
          {notifications.map(({ at, resources }) => (
            <li>
              {at}
              {resources.map((resource) => (
                <code class="block">{resource}</code>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The one page: every step with its state, its button, and the last request with its answer. */
export function renderPage(props: PageProps): string {
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Solar Compass, a demo third party</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <h1>Solar Compass</h1>
          <p>
            A demo third party: what a developer's app does, step by step, with nothing but the public API of{' '}
            <code>{props.settings.issuer}</code>.
          </p>
        </header>
        <main>
          <Steps props={props} />
          <Notifications notifications={props.notifications} />
        </main>
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}
