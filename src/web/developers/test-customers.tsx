import { CopyValue } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Button, ButtonLink, Form } from '../components/form.tsx';
import { Card } from '../components/heading.tsx';
import { Notice } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { type Page, viewOf } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import type { TestScenario } from '../vocabulary.ts';
import { RegistrationFrame } from './registration-frame.tsx';

/** Posts `intent` = `authorize` with `customer` (an id). */
export interface TestCustomersProps {
  readonly registration: RegistrationFace;
  /** The code_verifier of the links' code_challenge. */
  readonly verifier: string;
  /** An authorization that was given just now, without the form: the only time that its token is shown. */
  readonly authorized?: { readonly uid: string; readonly accessToken: string };
  readonly customers: readonly {
    readonly id: string;
    readonly name: string;
    readonly scenario: TestScenario;
    /** An authorization request of this registration that arrives as this customer. */
    readonly authorizeUrl: string;
  }[];
}

/** Customers to try with: one link each goes straight to the consent page. */
export function renderTestCustomers(page: Page, props: TestCustomersProps): string {
  const { registration, customers, verifier, authorized } = props;
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.developers;
  return renderDocument(
    <RegistrationFrame view={view} registration={registration} tab="testCustomers">
      {authorized === undefined ? null : (
        <Notice tone="good" live title={words.authorizedTitle(authorized.uid)}>
          <p>{words.authorizedText}</p>
          <p>
            <CopyValue value={authorized.accessToken} />
          </p>
          <p class="small">
            <a href={paths.registrationAuthorizations(registration.uid)}>{words.authorizationsTitle}</a>
          </p>
        </Notice>
      )}
      <Card title={words.testCustomersTitle}>
        <p class="muted">{words.testCustomersLead}</p>
        <Table
          caption={words.testCustomersTitle}
          rows={customers}
          empty={<p>{words.testCustomersEmpty}</p>}
          columns={[
            { head: words.customer, rowHead: true, cell: ({ name }) => name },
            {
              head: words.customerId,
              cell: ({ scenario }) => (
                <span class="nowrap">
                  <CopyValue value={scenario} />
                </span>
              ),
            },
            { head: words.story, cell: ({ scenario }) => t.terms.scenarios[scenario] },
            {
              head: words.authorizeAs,
              cell: ({ name, authorizeUrl }) => (
                <ButtonLink href={authorizeUrl}>
                  {words.authorizeAs}
                  <span class="visually-hidden"> {words.authorizeAsName(name)}</span>
                </ButtonLink>
              ),
            },
            {
              head: words.authorizeAtOnce,
              cell: ({ id, name }) => (
                <Form view={view}>
                  <input type="hidden" name="customer" value={id} />
                  <Button look="link" name="intent" value="authorize">
                    {words.authorizeAtOnce}
                    <span class="visually-hidden"> {words.authorizeAsName(name)}</span>
                  </Button>
                </Form>
              ),
            },
          ]}
        />
        <p class="muted">{words.verifierNote(<CopyValue value={verifier} />)}</p>
        <p class="muted">{words.skipForm(<code>AdditionalScope=auth-test-…</code>)}</p>
      </Card>
    </RegistrationFrame>,
  );
}
