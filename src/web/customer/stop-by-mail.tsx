import { Document, renderDocument } from '../components/document.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { CallUs } from '../components/phone.tsx';
import { type Page, viewOf } from '../page.ts';

export interface StopByMailProps {
  readonly thirdParty: { readonly name: string };
  /** Posts nothing: pressing the button sends the code. */
  readonly action: string;
  /** Too many codes were sent: none before this instant. */
  readonly lockedUntil?: number;
}

/** A mail's link to stop sharing: a code to the same address shows that the reader is the one it was written to. */
export function renderStopByMail(page: Page, { thirdParty, action, lockedUntil }: StopByMailProps): string {
  const view = viewOf(page);
  const { t, f } = view;
  const title = t.sharing.stopPageTitle(thirdParty.name);
  return renderDocument(
    <Document view={view} title={title} width="narrow">
      <Heading title={title} />
      <p class="lead">{t.sharing.stopByMail}</p>
      {lockedUntil === undefined ? (
        <Form view={view} action={action}>
          <Button look="primary">{t.identify.sendCode}</Button>
        </Form>
      ) : (
        <Notice tone="warn" live>
          <p>{t.identify.locked(f.time(lockedUntil))}</p>
        </Notice>
      )}
      <CallUs view={view} small />
    </Document>,
  );
}
