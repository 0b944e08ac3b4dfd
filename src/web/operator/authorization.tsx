import type { VNode } from 'preact';
import { renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { type Fact, Facts } from '../components/facts.tsx';
import { TextArea } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { GrantFacts } from '../components/grant-facts.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { Notice, Status } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import type { GrantFace } from '../grant.ts';
import { type Locale, languageTags } from '../locale.ts';
import { type Page, type View, viewOf } from '../page.ts';
import type {
  AuthorizationEvent,
  AuthorizationState,
  EndCause,
  FieldErrors,
  IdentifyKind,
} from '../vocabulary.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';

/** What is kept of a consent for ever. */
interface ConsentEvidence {
  readonly identifiedBy: IdentifyKind;
  readonly language: Locale;
  readonly textVersion: string;
  readonly ipAddress: string;
}

/** Posts `intent` = `end` with `reason` to the page's own URL. */
export interface AuthorizationProps extends OperatorBase {
  readonly grant: GrantFace;
  readonly state: AuthorizationState;
  readonly customer: { readonly name: string; readonly account?: string };
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** Absent where an operator entered it: nobody consented here. */
  readonly evidence?: ConsentEvidence;
  readonly ended?: { readonly at: number; readonly cause: EndCause };
  /** Oldest first. */
  readonly timeline: readonly {
    readonly event: AuthorizationEvent;
    readonly at: number;
    readonly note?: string;
  }[];
  readonly values?: { readonly reason: string };
  readonly errors?: FieldErrors<'reason'>;
}

function consentFacts({ t }: View, evidence: ConsentEvidence): Fact[] {
  const words = t.operator;
  return [
    [words.identified, words.identifyKinds[evidence.identifiedBy]],
    [
      words.language,
      <span lang={languageTags[evidence.language]}>{t.shell.languages[evidence.language]}</span>,
    ],
    [words.textVersion, evidence.textVersion],
    [words.address, <code>{evidence.ipAddress}</code>],
  ];
}

function Evidence({ view, props }: { view: View; props: AuthorizationProps }): VNode {
  const { t } = view;
  const words = t.operator;
  const { customer, evidence } = props;
  return (
    <Card title={words.evidence}>
      <Facts
        facts={[
          [words.customer, customer.name],
          [words.customerAccount, customer.account],
          [words.requestedScope, <code class="wrap">{props.requestedScope}</code>],
          [words.grantedScope, <code class="wrap">{props.grantedScope}</code>],
          ...(evidence === undefined ? [] : consentFacts(view, evidence)),
        ]}
      />
    </Card>
  );
}

function Timeline({ view, props }: { view: View; props: AuthorizationProps }): VNode {
  const words = view.t.operator;
  return (
    <Card title={words.timeline}>
      <Table
        caption={words.timeline}
        rows={props.timeline}
        empty={<p>{words.timelineEmpty}</p>}
        columns={[
          { head: words.when, cell: ({ at }) => <Time view={view} at={at} /> },
          { head: words.what, rowHead: true, cell: ({ event }) => words.authorizationEvents[event] },
          { head: words.note, cell: ({ note }) => note ?? '' },
        ]}
      />
    </Card>
  );
}

function End({ view, props }: { view: View; props: AuthorizationProps }): VNode {
  const words = view.t.operator;
  return (
    <Card title={words.endTitle}>
      <p>{words.endText}</p>
      <Form view={view}>
        <TextArea
          view={view}
          name="reason"
          label={words.endReason}
          hint={words.endReasonHint}
          value={props.values?.reason}
          error={props.errors?.reason}
        />
        <Button look="danger" name="intent" value="end">
          {words.endButton}
        </Button>
      </Form>
    </Card>
  );
}

/** One authorization: what is shared, the evidence, what happened, and the end that a customer asked for. */
export function renderAuthorization(page: Page, props: AuthorizationProps): string {
  const view = viewOf(page);
  const { t } = view;
  const words = t.operator;
  const { grant, state, ended, errors } = props;
  const title = words.authorizationTitle(grant.uid);
  return renderDocument(
    <OperatorFrame
      view={view}
      part="authorizations"
      title={title}
      outbox={props.outbox}
      failed={hasErrors(errors)}
    >
      <ErrorSummary view={view} errors={errors} fields={[{ name: 'reason', label: words.endReason }]} />
      <Heading title={title} below={`${props.customer.name} · ${grant.thirdParty.name}`}>
        <Status tone={state === 'active' ? 'good' : 'info'}>{t.terms.authorizationStates[state]}</Status>
      </Heading>
      {ended === undefined ? null : (
        <Notice tone="info" live>
          <p>{words.endedText(<Time view={view} at={ended.at} />, words.causes[ended.cause])}</p>
        </Notice>
      )}
      <div class="columns">
        <Card title={words.shared}>
          <GrantFacts view={view} grant={grant} endedAt={ended?.at} />
        </Card>
        <Evidence view={view} props={props} />
      </div>
      <Timeline view={view} props={props} />
      {state === 'active' ? <End view={view} props={props} /> : null}
    </OperatorFrame>,
  );
}
