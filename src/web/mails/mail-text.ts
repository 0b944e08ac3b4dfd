import type { MailBlock } from './mail-block.ts';

const width = 72;

/** Breaks a paragraph at blanks; an address that is longer than a line stays whole. */
function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

function factText(label: string, value: string | readonly string[], colon: string): string {
  if (typeof value === 'string') return wrap(`${label}${colon} ${value}`);
  return [`${label}${colon}`, ...value.map((item) => wrap(item, '  '))].join('\n');
}

function blockText(block: MailBlock, colon: string): string {
  switch (block.kind) {
    case 'text':
    case 'small':
      return wrap(block.text);
    case 'quote':
      return block.text
        .split('\n')
        .map((line) => wrap(line, '> '))
        .join('\n');
    case 'code':
      return `    ${block.value}`;
    case 'facts':
      return block.facts.map(([label, value]) => factText(label, value, colon)).join('\n');
    case 'button':
      return `${block.label}${colon}\n${block.url}`;
  }
}

/** The text part of a mail, in lines of 72 letters, signed with the utility's name. */
export function renderMailText(
  blocks: readonly MailBlock[],
  { name, colon }: { readonly name: string; readonly colon: string },
): string {
  const closing = blocks.at(-1);
  const parts = blocks.slice(0, -1).map((block) => blockText(block, colon));
  return `${[...parts, `-- \n${name}`, closing === undefined ? '' : blockText(closing, colon)].join('\n\n')}\n`;
}
