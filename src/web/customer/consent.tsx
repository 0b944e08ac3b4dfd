import type { VNode } from 'preact';
import { choiceId } from '../components/choice.tsx';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { phoneOf } from '../components/phone.tsx';
import { ThirdPartyIntroduction } from '../components/third-party.tsx';
import type { ThirdPartyFace } from '../grant.ts';
import { type Page, type View, viewOf } from '../page.ts';
import type { ConsentProps } from './consent-props.ts';
import {
  DataKindsQuestion,
  DurationQuestion,
  HistoryQuestion,
  MetersQuestion,
} from './consent-questions.tsx';

/** The version of the words of the consent page: kept with every consent. A test holds it to the words. */
export const consentTextVersion = '2026-11-24';

function SignedInAs({ view, props }: { view: View; props: ConsentProps }): VNode {
  const { t } = view;
  return (
    <Form view={view} action={props.action} class="signed-in">
      <p>
        {t.consent.step} · {t.consent.signedInAs(<strong>{props.customer.name}</strong>)}{' '}
        <Button look="link" name="intent" value="switch">
          {t.consent.notYou}
        </Button>
      </p>
    </Form>
  );
}

function Promises({ view, thirdParty }: { view: View; thirdParty: ThirdPartyFace }): VNode {
  const { t, paths } = view;
  const { name, privacyUrl, termsUrl } = thirdParty;
  return (
    <ul class="promises">
      {t.consent.never(name).map((promise) => (
        <li>{promise}</li>
      ))}
      <li>{t.consent.stop(<a href={paths.sharing}>{t.sharing.title}</a>, phoneOf(view))}</li>
      <li>
        {t.consent.afterwards(name)} {privacyUrl ? <a href={privacyUrl}>{t.consent.privacyPolicy}</a> : null}
        {privacyUrl && termsUrl ? ' · ' : null}
        {termsUrl ? <a href={termsUrl}>{t.consent.terms}</a> : null}
      </li>
    </ul>
  );
}

function Receipt({ view, props }: { view: View; props: ConsentProps }): VNode {
  const { t } = view;
  if ('masked' in props.receipt)
    return <p class="muted small">{t.consent.receiptTo(props.receipt.masked)}</p>;
  return (
    <TextField
      view={view}
      name="receipt_email"
      label={t.consent.receiptEmail}
      hint={t.consent.receiptEmailHint}
      type="email"
      autocomplete="email"
      optional
      value={props.receipt.ask}
      error={props.errors?.receipt_email}
    />
  );
}

/** Step 2 of sharing: who asks, for what, which meters, which data, how far back, how long; share or not. */
export function renderConsent(page: Page, props: ConsentProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { thirdParty, errors } = props;
  const title = t.consent.title(thirdParty.name);
  const firstMeter = props.meters.find(({ unavailable }) => unavailable === undefined);
  return renderDocument(
    <Document view={view} title={title} width="narrow" failed={hasErrors(errors)}>
      <ErrorSummary
        view={view}
        errors={errors}
        fields={[
          {
            name: 'meter',
            label: t.sharing.meters,
            ...(firstMeter === undefined ? {} : { target: choiceId('meter', firstMeter.uid) }),
          },
          {
            name: 'duration',
            label: t.consent.duration,
            target: choiceId('duration', props.duration.choices[0]?.kind ?? ''),
          },
          { name: 'until', label: t.consent.untilLabel },
          { name: 'receipt_email', label: t.consent.receiptEmail },
        ]}
      />
      <SignedInAs view={view} props={props} />
      <Heading title={title} />
      <ThirdPartyIntroduction view={view} thirdParty={thirdParty} />
      {props.test ? (
        <Notice tone="warn">
          <p>{t.consent.testOnly}</p>
        </Notice>
      ) : null}
      <Form view={view} action={props.action}>
        <MetersQuestion view={view} props={props} />
        <DataKindsQuestion view={view} props={props} />
        <HistoryQuestion view={view} props={props} />
        <DurationQuestion view={view} props={props} />
        <Promises view={view} thirdParty={thirdParty} />
        <Receipt view={view} props={props} />
        <div class="decision">
          <Button look="primary" name="decision" value="share">
            {t.consent.share}
          </Button>
          <Button name="decision" value="decline">
            {t.consent.decline}
          </Button>
        </div>
        {props.returnHost === undefined ? null : (
          <p class="muted small centred">{t.consent.returnTo(props.returnHost)}</p>
        )}
      </Form>
    </Document>,
  );
}
