import type { VNode } from 'preact';
import { choiceId } from '../components/choice.tsx';
import { Document, renderDocument } from '../components/document.tsx';
import { ErrorSummary, hasErrors } from '../components/error-summary.tsx';
import { Form } from '../components/form.tsx';
import { Heading } from '../components/heading.tsx';
import { CallUs } from '../components/phone.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { FieldErrors } from '../vocabulary.ts';

/** A customer as somebody knows them again. */
interface ChoiceOfCustomer {
  readonly id: string;
  readonly name: string;
  readonly accountNumbers: readonly string[];
  /** One line each. */
  readonly addresses: readonly string[];
}

export interface ChooseCustomerProps {
  /** Set on the way to a consent: the page is then step 1 of 2. */
  readonly thirdParty?: { readonly name: string };
  readonly customers: readonly ChoiceOfCustomer[];
  /** Where the form posts. Fields: `method` = `choose`, `customer` (its id), `csrf`. */
  readonly action: string;
  readonly startOverUrl: string;
  readonly errors?: FieldErrors<'customer'>;
}

function Choice({ view, customer }: { view: View; customer: ChoiceOfCustomer }): VNode {
  const { t } = view;
  const { id, name, accountNumbers, addresses } = customer;
  const facts = [...(accountNumbers.length === 0 ? [] : [t.identify.accounts(accountNumbers)]), ...addresses];
  return (
    <li>
      <button type="submit" class="row-button" name="customer" id={choiceId('customer', id)} value={id}>
        <strong>{name}</strong>
        {facts.map((fact) => (
          <span class="muted small">{fact}</span>
        ))}
      </button>
    </li>
  );
}

/** Somebody is known, as several customers: as which of them to go on? */
export function renderChooseCustomer(page: Page, props: ChooseCustomerProps): string {
  const view = viewOf(page);
  const { t } = view;
  const { thirdParty, customers, action, startOverUrl, errors } = props;
  const title = t.identify.chooseTitle;
  const [first] = customers;
  return renderDocument(
    <Document view={view} title={title} width="narrow" failed={hasErrors(errors)}>
      <ErrorSummary
        view={view}
        errors={errors}
        fields={[
          {
            name: 'customer',
            label: title,
            ...(first === undefined ? {} : { target: choiceId('customer', first.id) }),
          },
        ]}
      />
      <Heading title={title} above={thirdParty ? t.identify.step : undefined} />
      <p class="lead">{t.identify.chooseText}</p>
      <section class="card" aria-label={title}>
        <Form view={view} action={action}>
          <input type="hidden" name="method" value="choose" />
          <ul class="test-customers">
            {customers.map((customer) => (
              <Choice view={view} customer={customer} />
            ))}
          </ul>
        </Form>
      </section>
      <p>
        <a href={startOverUrl}>{t.identify.startOver}</a>
      </p>
      <CallUs view={view} small />
    </Document>,
  );
}
