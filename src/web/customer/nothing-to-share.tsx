import { Document, renderDocument } from '../components/document.tsx';
import { Button, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { CallUs } from '../components/phone.tsx';
import { type Page, viewOf } from '../page.ts';
import type { ConsentMeter } from './consent-props.ts';
import { UnavailableMeters } from './consent-questions.tsx';

/** Posts `decision` = `decline` to `action`. */
export interface NothingToShareProps {
  readonly thirdParty: { readonly name: string };
  /** All of them with the reason; may be none. */
  readonly meters: readonly ConsentMeter[];
  readonly action: string;
}

/** A customer who has no meter that can be shared: said plainly, with the way back. */
export function renderNothingToShare(page: Page, props: NothingToShareProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { name } = props.thirdParty;
  return renderDocument(
    <Document view={view} title={t.consent.nothingTitle} width="narrow">
      <Heading title={t.consent.nothingTitle} />
      <p class="lead">{t.consent.nothingText(name)}</p>
      <UnavailableMeters view={view} meters={props.meters} />
      <CallUs view={view} />
      <Form view={view} action={props.action}>
        <Button look="primary" name="decision" value="decline">
          {t.consent.nothingBack(name)}
        </Button>
      </Form>
    </Document>,
  );
}
