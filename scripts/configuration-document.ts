import type { Option } from '../src/config/option.ts';
import { options } from '../src/config/options.ts';

const rows = Object.values(options) as readonly Option<unknown>[];
const defaultOf = ({ default: value, defaultWords = '' }: Option<unknown>): string =>
  value === undefined ? defaultWords : `\`${String(value)}\``;

/** `docs/configuration.md`: every option of the table. */
export function configurationDocument(): string {
  const lines = [
    '# Configuration',
    '',
    '<!-- Generated from src/config/options.ts by `npm run generate`. -->',
    '',
    'Meterhouse reads environment variables, and the file `.env` in the folder that it is started in; a variable of the',
    'environment wins. An empty variable is one that is not set. A value that is not accepted, and a variable that begins',
    'with `METERHOUSE_` and is not in this list, stop the program with a line that says what is accepted.',
    '',
    'What belongs to a single utility (version of the standard, links, names) is not here but a setting of the utility:',
    '`meterhouse utility set --help`.',
    '',
  ];
  for (const row of rows) {
    lines.push(`## \`${row.name}\``, '', row.description, '');
    lines.push(`- default: ${defaultOf(row)}`, `- accepts ${row.accepted}`);
    if (row.secret === true)
      lines.push(`- secret: \`${row.name}_FILE\` may name a file that holds it instead`);
    lines.push(`- since ${row.since}`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** `.env.example`: every option with its default, switched off. */
export function environmentExample(): string {
  const lines = [
    '# Copy to .env and remove the # of what you change. Generated: docs/configuration.md has the details.',
    '',
  ];
  for (const row of rows) {
    const value = row.example ?? (row.default === undefined ? '' : String(row.default));
    lines.push(`# ${row.description}`, `#${row.name}=${value}`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
