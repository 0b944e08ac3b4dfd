import type { ClientAuthorization } from '../authorizations.tsx';

const instant = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/** An authorization with names that programs expect. */
function record(row: ClientAuthorization) {
  return {
    uid: row.uid,
    state: row.state,
    test: row.test,
    scope: row.scope,
    meters: row.meters,
    since: instant(row.since),
    ends: row.until.kind === 'until_stopped' ? null : instant(row.until.at),
    ended: instant(row.endedAt),
    last_read: instant(row.lastReadAt),
  };
}

/** Quoted where it must be; what a spreadsheet would run as a formula becomes text. */
function cell(value: unknown): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns = ['uid', 'state', 'test', 'scope', 'meters', 'since', 'ends', 'ended', 'last_read'] as const;

/** Authorizations as CSV, heads first. @see RFC 4180 */
export function csvOf(rows: readonly ClientAuthorization[]): string {
  const lines = rows.map((row) => {
    const values = record(row);
    return columns.map((name) => cell(values[name])).join(',');
  });
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

/** Authorizations as a JSON array. */
export const jsonOf = (rows: readonly ClientAuthorization[]): string =>
  `${JSON.stringify(rows.map(record), undefined, 2)}\n`;
