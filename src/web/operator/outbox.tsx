import { CodeBlock } from '../components/code.tsx';
import { renderDocument } from '../components/document.tsx';
import { Facts } from '../components/facts.tsx';
import { Card, Heading } from '../components/heading.tsx';
import { type PageOfRows, Pagination } from '../components/pagination.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { type Locale, languageTags } from '../locale.ts';
import { type Page, viewOf } from '../page.ts';
import { OperatorFrame } from './frame.tsx';

/** A mail that was written and kept, because there is no mail server. */
export interface MailFace {
  readonly uid: string;
  readonly at: number;
  readonly to: string;
  /** Absent: it is a secret that the reader of the page must not read. */
  readonly subject: string | undefined;
  /** The language of the mail, whichever the page's is. */
  readonly language: Locale;
}

export interface OutboxProps {
  readonly mails: readonly MailFace[];
  readonly rows: PageOfRows;
}

/** The mails of a demo. */
export function renderOutbox(page: Page, { mails, rows }: OutboxProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.operator;
  return renderDocument(
    <OperatorFrame view={view} part="outbox" title={words.outboxTitle} outbox>
      <Heading title={words.outboxTitle} below={words.outboxLead} />
      <div class="card">
        <Table
          caption={words.outboxTitle}
          rows={mails}
          empty={<p>{words.outboxEmpty}</p>}
          columns={[
            {
              head: words.subject,
              rowHead: true,
              cell: ({ uid, subject, language }) =>
                subject === undefined ? (
                  <span class="muted">{words.outboxSecret}</span>
                ) : (
                  <a href={paths.mail(uid)} lang={languageTags[language]}>
                    {subject}
                  </a>
                ),
            },
            { head: words.to, cell: ({ to }) => to },
            { head: words.sent, cell: ({ at }) => <Time view={view} at={at} /> },
          ]}
        />
        <Pagination view={view} rows={rows} />
      </div>
    </OperatorFrame>,
  );
}

export interface MailPageProps {
  readonly mail: MailFace & { readonly subject: string };
  /** The text part, as sent. The HTML part has its own page: `paths.mailHtml`. */
  readonly text: string;
}

/** One mail of the outbox. */
export function renderMailPage(page: Page, { mail, text }: MailPageProps): string {
  const view = viewOf(page);
  const { t, paths } = view;
  const words = t.operator;
  const lang = languageTags[mail.language];
  return renderDocument(
    <OperatorFrame view={view} part="outbox" title={mail.subject} outbox>
      <div lang={lang}>
        <Heading title={mail.subject} />
      </div>
      <Card>
        <Facts
          facts={[
            [words.to, mail.to],
            [words.sent, <Time view={view} at={mail.at} />],
          ]}
        />
        <CodeBlock label={words.textPart} text={text} lang={lang} />
        <p>
          <a href={paths.mailHtml(mail.uid)}>{words.htmlPart}</a>
        </p>
      </Card>
    </OperatorFrame>,
  );
}
