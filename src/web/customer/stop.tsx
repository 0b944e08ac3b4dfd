import { Choice } from '../components/choice.tsx';
import { Document, renderDocument } from '../components/document.tsx';
import { Button, ButtonLink, Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { GrantFace } from '../grant.ts';
import { type Page, viewOf } from '../page.ts';
import type { StopReason } from '../vocabulary.ts';
import { customerNavigation } from './navigation.ts';

const reasons: readonly StopReason[] = ['done', 'not_used', 'worried', 'mistake', 'other'];

/** Posts `reason` (a StopReason, or empty) to `action`. */
export interface StopProps {
  readonly grant: GrantFace;
  readonly action: string;
}

/** The one page between "stop sharing" and its end: what stops, what the app keeps, one button. */
export function renderStop(page: Page, { grant, action }: StopProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const { name } = grant.thirdParty;
  const title = t.sharing.stopPageTitle(name);
  return renderDocument(
    <Document view={view} title={title} width="narrow" nav={customerNavigation(view)}>
      <Heading title={title} />
      <ul class="promises">
        <li>{t.sharing.stopNow(name)}</li>
        <li>{t.sharing.stopKeeps(name)}</li>
        <li>{t.sharing.stopService(name)}</li>
        <li>{t.sharing.stopAccount(page.utility.name)}</li>
      </ul>
      <Form view={view} action={action}>
        <details class="card">
          <summary>
            {t.sharing.reason} <span class="optional">{t.shell.optional}</span>
          </summary>
          <fieldset class="choices">
            <legend class="hint">{t.sharing.reasonHint}</legend>
            <div class="rows">
              <Choice type="radio" name="reason" value="" checked label={t.sharing.noReason} />
              {reasons.map((reason) => (
                <Choice
                  type="radio"
                  name="reason"
                  value={reason}
                  checked={false}
                  label={t.terms.stopReasons[reason]}
                />
              ))}
            </div>
          </fieldset>
        </details>
        <div class="decision">
          <Button look="danger">{t.sharing.stopButton}</Button>
          <ButtonLink href={paths.sharing}>{t.sharing.keepButton}</ButtonLink>
        </div>
      </Form>
    </Document>,
  );
}

export interface StoppedProps {
  readonly thirdParty: { readonly name: string };
  readonly stoppedAt: number;
  /** Whether the third party has taken the notification already. */
  readonly told: boolean;
  /** Masked address of the receipt. */
  readonly mailedTo?: string;
}

/** Sharing has stopped: when, and who knows of it. */
export function renderStopped(page: Page, props: StoppedProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const { name } = props.thirdParty;
  const title = t.sharing.stoppedTitle(name);
  return renderDocument(
    <Document view={view} title={title} width="narrow" nav={customerNavigation(view)}>
      <Heading title={title} />
      <Notice tone="good" live>
        <p>
          {t.sharing.stoppedAt(<Time view={view} at={props.stoppedAt} />)}{' '}
          {props.told ? t.sharing.told(name) : t.sharing.willTell(name)}{' '}
          {props.mailedTo === undefined ? null : t.sharing.stoppedMailed(props.mailedTo)}
        </p>
      </Notice>
      <p>{t.sharing.stopKeeps(name)}</p>
      <p>{t.sharing.stoppedNext}</p>
      <p>
        <ButtonLink href={paths.sharing}>{t.sharing.backToSharing}</ButtonLink>
      </p>
    </Document>,
  );
}
