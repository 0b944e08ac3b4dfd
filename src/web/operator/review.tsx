import type { VNode } from 'preact';
import { Choice, ChoiceGroup, choiceId } from '../components/choice.tsx';
import { renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { TextArea } from '../components/field.tsx';
import { Button, Form } from '../components/form.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { Checklist, ConsentPreview, faceOf, RegistrationStatus } from '../components/registration.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { ChecklistItem, RegistrationDetails, RegistrationFace } from '../registration-face.ts';
import type { FieldErrors, ReviewDecision } from '../vocabulary.ts';
import { type OperatorBase, OperatorFrame } from './frame.tsx';
import { ThirdPartyFacts } from './third-party-facts.tsx';

/**
 * Posts to the page's own URL: `decision` (a ReviewDecision) and `message`; or `intent` = `approve_uri` |
 * `refuse_uri` with `uri`.
 */
export interface ReviewProps extends OperatorBase {
  readonly registration: RegistrationFace;
  readonly details: RegistrationDetails;
  readonly checklist: readonly ChecklistItem[];
  /** What they answered to the last question. */
  readonly answer?: { readonly text: string; readonly at: number };
  readonly values?: { readonly decision?: ReviewDecision; readonly message: string };
  readonly errors?: FieldErrors<'decision' | 'message'>;
}

function Decision({ view, props }: { view: View; props: ReviewProps }): VNode {
  const { t } = view;
  const words = t.operator;
  const decisions: readonly ReviewDecision[] = ['approve', 'ask', 'decline'];
  return (
    <Form view={view}>
      <ChoiceGroup view={view} name="decision" legend={words.decision} error={props.errors?.decision}>
        {decisions.map((decision) => (
          <Choice
            type="radio"
            name="decision"
            value={decision}
            checked={props.values?.decision === decision}
            label={words.decisions[decision].label}
            description={<p>{words.decisions[decision].hint}</p>}
          />
        ))}
      </ChoiceGroup>
      <TextArea
        view={view}
        name="message"
        label={words.message}
        hint={words.messageHint(words.languages[props.details.language])}
        value={props.values?.message}
        error={props.errors?.message}
      />
      <Button look="primary">{words.send}</Button>
    </Form>
  );
}

/** A registration to decide on: what customers will see, what it asks for, what it has tried. */
export function renderReview(page: Page, props: ReviewProps): string {
  const view = viewOf(page);
  const { t, f } = view;
  const words = t.operator;
  const { registration, details, checklist, answer, errors } = props;
  const title = words.reviewTitle(registration.name);
  return renderDocument(
    <OperatorFrame
      view={view}
      part="thirdParties"
      title={title}
      outbox={props.outbox}
      failed={hasErrors(errors)}
    >
      <ErrorSummary
        view={view}
        errors={errors}
        fields={[
          { name: 'decision', label: words.decision, target: choiceId('decision', 'approve') },
          { name: 'message', label: words.message },
        ]}
      />
      <Heading title={title} below={registration.company}>
        <RegistrationStatus view={view} state={registration.state} />
      </Heading>
      <div class="columns uneven">
        <div>
          <Card title={words.asCustomersSee}>
            <ConsentPreview view={view} face={faceOf(view, registration, details)} />
          </Card>
          <Card title={words.details}>
            <ThirdPartyFacts view={view} details={details} />
          </Card>
        </div>
        <div>
          {answer === undefined ? null : (
            <Card title={words.lastAnswer(f.date(answer.at))}>
              <blockquote lang={`${details.language}-CA`}>{answer.text}</blockquote>
            </Card>
          )}
          <Card title={words.checklist}>
            <Checklist view={view} items={checklist} />
          </Card>
          <Decision view={view} props={props} />
        </div>
      </div>
    </OperatorFrame>,
  );
}
