/**
 * What a URL calls the block of a local day or month: `2026-01-31` is `20260131`, `2026-01` is `202601`. The day stays when earlier readings of
 * it arrive later; the first reading's start would not.
 */
export const blockUid = (span: string): string => span.replaceAll('-', '');

/** The local day that a block's uid stands for; undefined when it is none. */
export function dayOfBlock(uid: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(uid) ?? [];
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && year !== '0000'
    ? text
    : undefined;
}

/** The local month that a block's uid stands for; undefined when it is none. */
export function monthOfBlock(uid: string): string | undefined {
  if (uid.length !== 6) return undefined;
  return dayOfBlock(`${uid}01`)?.slice(0, 7);
}

/** The last day of the month before a month, its first day and its last. */
export function daysOfMonth(month: string): { before: string; first: string; last: string } {
  const first = new Date(`${month}-01T00:00:00Z`);
  const shifted = (months: number): string =>
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 0)).toISOString().slice(0, 10);
  return { before: shifted(0), first: `${month}-01`, last: shifted(1) };
}
