import type { VNode } from 'preact';
import { renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextArea, TextField } from '../components/field.tsx';
import { Button, ButtonLink, Form } from '../components/form.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { RegistrationStatus } from '../components/registration.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { RegistrationDetails, RegistrationFace } from '../registration-face.ts';
import type { FieldErrors, RegistrationEvent } from '../vocabulary.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';
import { ThirdPartyFacts } from './third-party-facts.tsx';

/**
 * Posts to the page's own URL: `intent` = `suspend` with `suspend_reason`; `resume`; `terminate` with `name` and
 * `terminate_reason`; `approve_uri` or `refuse_uri` with `uri`.
 */
export interface ThirdPartyProps extends OperatorBase {
  readonly registration: RegistrationFace;
  readonly details: RegistrationDetails;
  readonly activeAuthorizations: number;
  /** Newest first. `by` is a person or a program as it should be shown; `note` in whoever's words. */
  readonly history: readonly {
    readonly event: RegistrationEvent;
    readonly at: number;
    readonly by: string;
    readonly note?: string;
  }[];
  readonly done?:
    | 'approved'
    | 'asked'
    | 'declined'
    | 'suspended'
    | 'resumed'
    | 'terminated'
    | 'uri_approved'
    | 'uri_refused';
  readonly values?: {
    readonly suspend_reason?: string;
    readonly name?: string;
    readonly terminate_reason?: string;
  };
  readonly errors?: FieldErrors<'suspend_reason' | 'name' | 'terminate_reason'>;
}

function Suspend({ view, props }: { view: View; props: ThirdPartyProps }): VNode {
  const words = view.t.operator;
  if (props.registration.state === 'suspended')
    return (
      <Card title={words.resume}>
        <p>{words.resumeText}</p>
        <Form view={view}>
          <Button name="intent" value="resume">
            {words.resume}
          </Button>
        </Form>
      </Card>
    );
  return (
    <Card title={words.suspend}>
      <p>{words.suspendText}</p>
      <Form view={view}>
        <TextArea
          view={view}
          name="suspend_reason"
          label={words.reason}
          hint={words.reasonMailed}
          value={props.values?.suspend_reason}
          error={props.errors?.suspend_reason}
        />
        <Button look="danger" name="intent" value="suspend">
          {words.suspend}
        </Button>
      </Form>
    </Card>
  );
}

function Terminate({ view, props }: { view: View; props: ThirdPartyProps }): VNode {
  const words = view.t.operator;
  return (
    <Card title={words.terminate}>
      <p>{words.terminateText(props.activeAuthorizations)}</p>
      <Form view={view}>
        <TextArea
          view={view}
          name="terminate_reason"
          label={words.reason}
          hint={words.reasonMailed}
          value={props.values?.terminate_reason}
          error={props.errors?.terminate_reason}
        />
        <TextField
          view={view}
          name="name"
          label={words.terminateName(props.registration.name)}
          autocomplete="off"
          value={props.values?.name}
          error={props.errors?.name}
        />
        <Button look="danger" name="intent" value="terminate">
          {words.terminate}
        </Button>
      </Form>
    </Card>
  );
}

function History({ view, props }: { view: View; props: ThirdPartyProps }): VNode {
  const words = view.t.operator;
  return (
    <Card title={words.history}>
      <Table
        caption={words.history}
        rows={props.history}
        empty={words.noHistory}
        columns={[
          { head: words.when, cell: ({ at }) => <Time view={view} at={at} /> },
          { head: words.what, rowHead: true, cell: ({ event }) => words.registrationEvents[event] },
          { head: words.who, cell: ({ by }) => by },
          { head: words.note, cell: ({ note }) => note ?? '' },
        ]}
      />
    </Card>
  );
}

/** One third party: what it is, what happened, and the ways to stop it. */
export function renderThirdParty(page: Page, props: ThirdPartyProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.operator;
  const { registration, details, errors, done } = props;
  const { name, uid, state } = registration;
  return renderDocument(
    <OperatorFrame
      view={view}
      part="thirdParties"
      title={name}
      outbox={props.outbox}
      failed={hasErrors(errors)}
    >
      <ErrorSummary
        view={view}
        errors={errors}
        fields={[
          { name: 'suspend_reason', label: words.reason },
          { name: 'terminate_reason', label: words.reason },
          { name: 'name', label: words.terminateName(name) },
        ]}
      />
      <Heading title={name} below={registration.company}>
        <RegistrationStatus view={view} state={state} />
        {state === 'waiting' || state === 'question' ? (
          <ButtonLink href={paths.thirdPartyReview(uid)} look="primary">
            {words.review}
          </ButtonLink>
        ) : null}
      </Heading>
      {done === undefined ? null : (
        <Notice tone="good" live>
          <p>{words.done[done]}</p>
        </Notice>
      )}
      <Card title={words.details}>
        <ThirdPartyFacts view={view} details={details} />
        <p>
          <a href={`${paths.authorizations}?third_party=${uid}`}>
            {words.seeAuthorizations} ({view.f.number(props.activeAuthorizations)})
          </a>
        </p>
      </Card>
      <History view={view} props={props} />
      {state === 'terminated' ? null : (
        <div class="columns">
          <Suspend view={view} props={props} />
          <Terminate view={view} props={props} />
        </div>
      )}
    </OperatorFrame>,
  );
}
