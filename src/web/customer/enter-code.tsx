import type { VNode } from 'preact';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextField } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { phoneOf } from '../components/phone.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { CodeChannel, FieldErrors } from '../vocabulary.ts';

export interface EnterCodeProps {
  /** Set on the way to a consent: the page is then step 1 of 2. */
  readonly thirdParty?: { readonly name: string };
  /** Where the code went; masked, such as `j•••@example.com` or `••• ••• 0142`. */
  readonly sentTo: { readonly channel: CodeChannel; readonly masked: string };
  /** No mail leaves this server: the code of an e-mail waits in its operator's outbox. */
  readonly kept: boolean;
  /** Until when the code works. */
  readonly expiresAt: number;
  readonly triesLeft?: number;
  /** Where both forms post: `code`, or `intent` = `resend`. */
  readonly action: string;
  readonly startOverUrl: string;
  readonly resent?: boolean;
  readonly errors?: FieldErrors<'code'>;
}

function CodeForm({ view, props }: { view: View; props: EnterCodeProps }): VNode {
  const { t, f } = view;
  const tries = props.triesLeft === undefined ? '' : ` ${t.identify.triesLeft(props.triesLeft)}`;
  return (
    <section class="card" aria-label={t.identify.codeLabel}>
      <Form view={view} action={props.action}>
        <TextField
          view={view}
          name="code"
          label={t.identify.codeLabel}
          hint={`${t.identify.codeExpires(f.time(props.expiresAt))}${tries}`}
          autocomplete="one-time-code"
          inputmode="numeric"
          size="code"
          error={props.errors?.code}
        />
        <Button look="primary">{t.identify.continue}</Button>
      </Form>
    </section>
  );
}

/** The one-time code that was sent to the contact on file. */
export function renderEnterCode(page: Page, props: EnterCodeProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { sentTo } = props;
  const phone = phoneOf(view);
  return renderDocument(
    <Document view={view} title={t.identify.codeTitle} width="narrow" failed={hasErrors(props.errors)}>
      <ErrorSummary
        view={view}
        errors={props.errors}
        fields={[{ name: 'code', label: t.identify.codeLabel }]}
      />
      <Heading title={t.identify.codeTitle} above={props.thirdParty ? t.identify.step : undefined} />
      {props.resent ? (
        <Notice tone="good" live>
          <p>{props.kept && sentTo.channel === 'email' ? t.identify.renewed : t.identify.resent}</p>
        </Notice>
      ) : null}
      {props.kept && sentTo.channel === 'email' ? (
        <>
          <p class="lead">{t.identify.keptFor(sentTo.masked)}</p>
          <Notice tone="info">
            <p>{t.identify.kept}</p>
          </Notice>
        </>
      ) : (
        <p class="lead">{t.identify.sentTo[sentTo.channel](sentTo.masked)}</p>
      )}
      <CodeForm view={view} props={props} />
      <Form view={view} action={props.action} class="inline-actions">
        <Button look="link" name="intent" value="resend">
          {t.identify.resend}
        </Button>
        <a href={props.startOverUrl}>{t.identify.startOver}</a>
      </Form>
      {phone === undefined ? null : <p class="muted small">{t.identify.oldContact(phone)}</p>}
    </Document>,
  );
}
