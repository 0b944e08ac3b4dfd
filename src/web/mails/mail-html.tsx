import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { type Locale, languageTags } from '../locale.ts';
import type { MailBlock } from './mail-block.ts';
import { mailStyle } from './mail-style.ts';

function Lines({ lines }: { lines: readonly string[] }): VNode {
  return (
    <>
      {lines.map((line, i) => (
        <>
          {i === 0 ? null : <br />}
          {line}
        </>
      ))}
    </>
  );
}

function BlockHtml({ block }: { block: MailBlock }): VNode {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>;
    case 'small':
      return <p class="small">{block.text}</p>;
    case 'quote':
      return (
        <blockquote lang={block.lang === undefined ? undefined : languageTags[block.lang]}>
          <Lines lines={block.text.split('\n')} />
        </blockquote>
      );
    case 'code':
      return <p class="code">{block.value}</p>;
    case 'facts':
      return (
        <table>
          <tbody>
            {block.facts.map(([label, value]) => (
              <tr>
                <th scope="row">{label}</th>
                <td>
                  <Lines lines={typeof value === 'string' ? [value] : value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'button':
      return (
        <p>
          <a class="button" href={block.url}>
            {block.label}
          </a>
        </p>
      );
  }
}

/** The HTML part of a mail: one sheet, no picture, nothing fetched, nothing tracked. */
export function renderMailHtml(
  {
    locale,
    utility,
    accent,
  }: { readonly locale: Locale; readonly utility: { readonly name: string }; readonly accent?: string },
  subject: string,
  blocks: readonly MailBlock[],
): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${render(<title>{subject}</title>)}<style>${mailStyle(accent)}</style>`;
  const body = render(
    <div class="sheet">
      <p class="brand">{utility.name}</p>
      {blocks.map((block) => (
        <BlockHtml block={block} />
      ))}
    </div>,
  );
  return `<!doctype html>\n<html lang="${languageTags[locale]}"><head>${head}</head><body>${body}</body></html>\n`;
}
