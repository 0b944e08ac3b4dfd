import type { VNode } from 'preact';
import type { DataKind } from '../../espi/function-blocks.ts';
import { tokenKinds } from '../../espi/resources.ts';
import { CodeBlock, CopyValue } from '../components/code.tsx';
import { Document, renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { ButtonLink } from '../components/form.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { Table } from '../components/table.tsx';
import { type Page, type View, viewOf } from '../page.ts';
import type { ClientAddresses } from './keys.tsx';
import { developerNavigation } from './navigation.ts';
import { sandboxExamples } from './sandbox-examples.ts';

/** What the utility offers to third parties, open to everyone. */
export interface DeveloperDocsProps {
  readonly addresses: Omit<ClientAddresses, 'applicationInformation'>;
  readonly dataKinds: readonly DataKind[];
  /** Numbers of the function blocks that can be asked for, ascending. */
  readonly functionBlocks: readonly number[];
  readonly exampleScope: string;
  /** Lengths of intervals in minutes; 1440 is a day. */
  readonly intervalMinutes: readonly number[];
  readonly historyMonths: number;
  readonly freshnessHours: number;
  /** Of one third party; undefined when there is no limit. */
  readonly requestsPerMinute: number | undefined;
  readonly reviewDays: number;
  readonly referenceUrl?: string;
  readonly terms: { readonly version: string; readonly url: string };
  /** A test customer for the examples. */
  readonly testCustomer: string;
}

interface PartProps {
  readonly view: View;
  readonly props: DeveloperDocsProps;
}

function Data({ view, props }: PartProps): VNode {
  const { t } = view;
  const words = t.developerDocs;
  const intervals = props.intervalMinutes
    .map((minutes) => (minutes === 1440 ? words.day : words.minutes(minutes)))
    .join(t.shell.listSeparator);
  return (
    <Card title={words.data}>
      <Table
        caption={words.data}
        rows={props.dataKinds}
        columns={[
          { head: words.dataKind, rowHead: true, cell: (kind) => t.dataKinds[kind].name },
          {
            head: words.dataContents,
            cell: (kind) => (
              <ul>
                {t.dataKinds[kind].items.map((item) => (
                  <li>{item}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <h3>{words.facts}</h3>
      <Facts
        facts={[
          [words.intervals, intervals],
          [words.historyOf, words.months(props.historyMonths)],
          [words.freshness, words.freshnessHours(props.freshnessHours)],
          [
            words.limit,
            props.requestsPerMinute === undefined
              ? words.noLimit
              : words.limitMinute(props.requestsPerMinute),
          ],
          [words.review, words.reviewDays(props.reviewDays)],
          [
            words.terms,
            <a href={props.terms.url}>
              {words.terms} ({props.terms.version})
            </a>,
          ],
        ]}
      />
    </Card>
  );
}

function Addresses({ view, props }: PartProps): VNode {
  const words = view.t.developerDocs;
  const { addresses, referenceUrl } = props;
  return (
    <Card title={words.addresses}>
      <Facts
        facts={[
          [words.resource, <CopyValue value={addresses.resource} />],
          [words.authorize, <CopyValue value={addresses.authorize} />],
          [words.token, <CopyValue value={addresses.token} />],
          [words.revoke, <CopyValue value={addresses.revoke} />],
          [words.metadata, <CopyValue value={addresses.metadata} />],
        ]}
      />
      {referenceUrl === undefined ? null : (
        <p>
          <a href={referenceUrl}>{words.reference}</a>
        </p>
      )}
    </Card>
  );
}

function Scopes({ view, props }: PartProps): VNode {
  const words = view.t.developerDocs;
  const blockWords: Readonly<Record<number, string>> = words.functionBlocks;
  return (
    <Card title={words.scopes}>
      <p>{words.scopesText(<code>{props.exampleScope}</code>)}</p>
      <div class="columns">
        <Table
          caption={words.scopeMeaning}
          rows={props.functionBlocks}
          columns={[
            { head: words.scopeNumber, rowHead: true, cell: (number) => number },
            {
              head: words.scopeMeaning,
              cell: (number) => blockWords[number] ?? words.functionBlock(number),
            },
          ]}
        />
        <Table
          caption={words.scopeOption}
          rows={Object.entries(words.options)}
          columns={[
            { head: words.scopeOption, rowHead: true, cell: ([name]) => <code class="nowrap">{name}</code> },
            { head: words.scopeMeaning, cell: ([, text]) => text },
          ]}
        />
      </div>
    </Card>
  );
}

function Tokens({ view }: { view: View }): VNode {
  const { t } = view;
  const words = t.developerDocs;
  return (
    <Card title={words.tokens}>
      <Table
        caption={words.tokens}
        rows={[...tokenKinds].reverse()}
        columns={[
          { head: words.tokenKind, rowHead: true, cell: (kind) => <code class="nowrap">{kind}</code> },
          { head: words.tokenFor, cell: (kind) => words.tokenRows[kind].reads },
          { head: words.tokenHow, cell: (kind) => words.tokenRows[kind].how },
          { head: words.tokenLife, cell: (kind) => words.tokenRows[kind].life },
        ]}
      />
    </Card>
  );
}

function Sandbox({ view, props }: PartProps): VNode {
  const { t, paths } = view;
  const words = t.developerDocs;
  const examples = sandboxExamples(props.addresses, props.exampleScope, props.testCustomer);
  const blocks: readonly (readonly [label: string, text: string] | undefined)[] = [
    undefined,
    [words.stepLabels.authorize, examples.authorize],
    [words.stepLabels.token, examples.token],
    [words.stepLabels.batch, examples.batch],
  ];
  return (
    <Card title={words.sandbox}>
      <p>{words.sandboxText}</p>
      <ol class="steps">
        {words.steps.map((step, i) => {
          const block = blocks[i];
          return (
            <li>
              <p>{step}</p>
              {block === undefined ? (
                <p>
                  <a href={paths.register}>{words.register}</a>
                </p>
              ) : (
                <CodeBlock label={block[0]} text={block[1]} />
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** The public page for developers: everything one needs to know before registering, and how to begin. */
export function renderDeveloperDocs(page: Page, props: DeveloperDocsProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.developerDocs;
  return renderDocument(
    <Document view={view} title={words.title} width="wide" nav={developerNavigation(view)}>
      <Heading title={words.title} below={words.lead(page.utility.name)}>
        {page.account === undefined ? (
          <ButtonLink href={paths.developerSignIn}>{words.signIn}</ButtonLink>
        ) : null}
        <ButtonLink href={paths.register} look="primary">
          {words.register}
        </ButtonLink>
      </Heading>
      <Sandbox view={view} props={props} />
      <Data view={view} props={props} />
      <Addresses view={view} props={props} />
      <Tokens view={view} />
      <Scopes view={view} props={props} />
      <Card title={words.live}>
        <p>{words.liveText(page.utility.name)}</p>
      </Card>
    </Document>,
  );
}
