import type { ComponentChildren } from 'preact';
import { Document, renderDocument } from './components/document.tsx';
import { ButtonLink } from './components/form.tsx';
import { Heading } from './components/heading.tsx';
import { CallUs } from './components/phone.tsx';
import { type Page, type View, viewOf } from './page.ts';

function renderProblem(view: View, title: string, body: ComponentChildren): string {
  return renderDocument(
    <Document view={view} title={title} width="narrow">
      <Heading title={title} />
      {body}
      <CallUs view={view} small />
    </Document>,
  );
}

export interface AuthorizeErrorProps {
  /** `AUTH-102`: the same code stands in the log and in the developer's documentation. */
  readonly code: string;
  /** When the client is known. */
  readonly thirdPartyName?: string;
  /** For the developer, as OAuth words it, in English: `redirect_uri is not registered`. */
  readonly description: string;
}

/** The app's link is wrong, and nobody can be sent back to it safely: a page instead of a redirect. */
export function renderAuthorizeError(page: Page, props: AuthorizeErrorProps): string {
  const view = viewOf(page);
  const { t } = view;
  const code = <strong class="nowrap copy">{props.code}</strong>;
  return renderProblem(
    view,
    t.problems.authorizeTitle,
    <>
      <p class="lead">{t.problems.authorizeText}</p>
      <p>
        {props.thirdPartyName === undefined
          ? t.problems.authorizeTellUnknown(code)
          : t.problems.authorizeTell(props.thirdPartyName, code)}
      </p>
      <details class="card">
        <summary>{t.problems.authorizeDetails}</summary>
        <p>
          <code lang="en-CA">{props.description}</code>
        </p>
      </details>
    </>,
  );
}

export interface SessionExpiredProps {
  /** Whose request was lost, on the way to a consent. */
  readonly thirdPartyName?: string;
  /** Where to sign in again, outside of a request. */
  readonly signInUrl?: string;
}

/** The session or the request behind the page is over. */
export function renderSessionExpired(page: Page, { thirdPartyName, signInUrl }: SessionExpiredProps): string {
  const view = viewOf(page);
  const { t } = view;
  return renderProblem(
    view,
    t.problems.expiredTitle,
    <>
      <p class="lead">{t.problems.expiredText}</p>
      {thirdPartyName === undefined ? null : <p>{t.problems.expiredApp(thirdPartyName)}</p>}
      {signInUrl === undefined ? null : (
        <p>
          <ButtonLink href={signInUrl} look="primary">
            {t.problems.expiredAgain}
          </ButtonLink>
        </p>
      )}
    </>,
  );
}

/** No such page, or not for this reader. */
export function renderNotFound(page: Page): string {
  const view = viewOf(page);
  const { t, paths } = view;
  return renderProblem(
    view,
    t.problems.notFoundTitle,
    <>
      <p class="lead">{t.problems.notFoundText}</p>
      <p>
        <a href={paths.sharing}>{t.problems.toSharing}</a>
      </p>
    </>,
  );
}

/** A form whose `csrf` value is not the session's. */
export function renderFormRefused(page: Page): string {
  const view = viewOf(page);
  const { t } = view;
  return renderProblem(
    view,
    t.problems.forbiddenTitle,
    <>
      <p class="lead">{t.problems.forbiddenText}</p>
      <p>
        <ButtonLink href={page.url} look="primary">
          {t.problems.openAgain}
        </ButtonLink>
      </p>
    </>,
  );
}

/** What the form changes was changed by somebody else meanwhile. */
export function renderConflict(page: Page): string {
  const view = viewOf(page);
  const { t } = view;
  return renderProblem(
    view,
    t.problems.conflictTitle,
    <>
      <p class="lead">{t.problems.conflictText}</p>
      <p>
        <ButtonLink href={page.url} look="primary">
          {t.problems.openAgain}
        </ButtonLink>
      </p>
    </>,
  );
}

/** Somebody who is signed in may look, but not change. */
export function renderNotAllowed(page: Page): string {
  const view = viewOf(page);
  const { t } = view;
  return renderProblem(
    view,
    t.problems.notAllowedTitle,
    <>
      <p class="lead">{t.problems.notAllowedText}</p>
      <p>
        <ButtonLink href={page.url}>{t.problems.openAgain}</ButtonLink>
      </p>
    </>,
  );
}

/** Too many requests. */
export function renderBusy(page: Page, { until }: { readonly until: number }): string {
  const view = viewOf(page);
  const { t, f } = view;
  return renderProblem(view, t.problems.busyTitle, <p class="lead">{t.problems.busyText(f.time(until))}</p>);
}

/** Our own fault: a short reference that is also in the log. */
export function renderBroken(page: Page, { reference }: { readonly reference: string }): string {
  const view = viewOf(page);
  const { t } = view;
  return renderProblem(
    view,
    t.problems.brokenTitle,
    <>
      <p class="lead">{t.problems.brokenText}</p>
      <p>{t.problems.brokenReference(<code class="copy">{reference}</code>)}</p>
    </>,
  );
}
