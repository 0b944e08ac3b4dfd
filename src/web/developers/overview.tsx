import type { VNode } from 'preact';
import { renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { TextArea } from '../components/field.tsx';
import { Button, ButtonLink, Form } from '../components/form.tsx';
import { Card } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { Address, Checklist, ConsentPreview, faceOf, RedirectUriList } from '../components/registration.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { ChecklistItem, RegistrationDetails, RegistrationFace } from '../registration-face.ts';
import type { FieldErrors } from '../vocabulary.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/**
 * Posts `intent` = `go_live` | `go_sandbox` | `ask_again`, or `answer` with `answer`, to the page's own URL.
 */
export interface RegistrationOverviewProps {
  readonly registration: RegistrationFace;
  readonly details: RegistrationDetails;
  /** What the utility wrote last: its question, or why it declined, suspended or ended. */
  readonly message?: { readonly text: string; readonly at: number; readonly lang: 'en' | 'fr' };
  /** Empty: not shown. */
  readonly checklist: readonly ChecklistItem[];
  /** What was done just now. */
  readonly done?: 'registered' | 'saved' | 'answered' | 'wentLive' | 'wentSandbox';
  readonly answer?: string;
  readonly errors?: FieldErrors<'answer'>;
}

function Message({ view, props }: { view: View; props: RegistrationOverviewProps }): VNode | null {
  const { t, f, page } = view;
  const { message } = props;
  if (message === undefined) return null;
  return (
    <>
      <p class="muted small">{t.registration.messageFrom(page.utility.name, f.date(message.at))}</p>
      <blockquote lang={`${message.lang}-CA`}>{message.text}</blockquote>
    </>
  );
}

function NextStep({ view, props }: { view: View; props: RegistrationOverviewProps }): VNode | null {
  const { t } = view;
  const { state } = props.registration;
  if (state === 'question')
    return (
      <Form view={view}>
        <TextArea
          view={view}
          name="answer"
          label={t.registration.answer}
          value={props.answer}
          error={props.errors?.answer}
        />
        <Button look="primary" name="intent" value="answer">
          {t.registration.sendAnswer}
        </Button>
      </Form>
    );
  if (state === 'approved')
    return (
      <Form view={view}>
        <Button look="primary" name="intent" value="go_live">
          {t.registration.goLive}
        </Button>
      </Form>
    );
  if (state === 'declined')
    return (
      <Form view={view}>
        <Button name="intent" value="ask_again">
          {t.registration.askAgain}
        </Button>
      </Form>
    );
  if (state !== 'live') return null;
  return (
    <Form view={view}>
      <p class="muted small">{t.registration.goSandboxHint}</p>
      <Button name="intent" value="go_sandbox">
        {t.registration.goSandbox}
      </Button>
    </Form>
  );
}

function Details({ view, props }: { view: View; props: RegistrationOverviewProps }): VNode {
  const { t, paths } = view;
  const { details, registration } = props;
  const words = t.registration;
  return (
    <Card
      title={words.details}
      end={<ButtonLink href={paths.registrationEdit(registration.uid)}>{words.change}</ButtonLink>}
    >
      <Facts
        facts={[
          [words.site, <Address url={details.siteUrl} />],
          [words.privacyUrl, details.privacyUrl && <Address url={details.privacyUrl} />],
          [words.termsUrl, details.termsUrl && <Address url={details.termsUrl} />],
          [words.customerContact, details.customerContact],
          [words.contactEmail, details.contactEmail],
          [words.redirectUris, <RedirectUriList view={view} uris={details.redirectUris} />],
          [words.notifyUri, details.notifyUri && <code>{details.notifyUri}</code>],
          [words.scope, details.scopes.map((scope) => <code class="block">{scope}</code>)],
          [
            words.parts.terms,
            <>
              {details.terms.version} · <Time view={view} at={details.terms.at} as="date" />
            </>,
          ],
        ]}
      />
    </Card>
  );
}

/** The first page of a registration: its state and the next step, the checklist, and what it said about itself. */
export function renderRegistrationOverview(page: Page, props: RegistrationOverviewProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { registration, checklist, done, details } = props;
  const failed = props.errors?.answer !== undefined;
  return renderDocument(
    <RegistrationFrame view={view} registration={registration} tab="overview" failed={failed}>
      {done === undefined ? null : (
        <Notice tone="good" live>
          <p>{t.registration[done]}</p>
        </Notice>
      )}
      <div class="columns">
        <div>
          <Card title={t.registration.state}>
            <p>{t.registration.stateTexts[registration.state](page.utility.name)}</p>
            <Message view={view} props={props} />
            <NextStep view={view} props={props} />
          </Card>
          {checklist.length === 0 ? null : (
            <Card title={t.registration.checklistTitle}>
              <p class="muted small">{t.registration.checklistLead}</p>
              <Checklist view={view} items={checklist} />
            </Card>
          )}
        </div>
        <div>
          <Card title={t.registration.previewTitle}>
            <ConsentPreview view={view} face={faceOf(view, registration, details)} />
          </Card>
        </div>
      </div>
      <Details view={view} props={props} />
    </RegistrationFrame>,
  );
}
