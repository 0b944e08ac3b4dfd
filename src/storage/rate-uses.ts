import type { Queryable } from './database.ts';

/** The channel on which processes tell each other how many requests they have counted. */
export const rateChannel = 'meterhouse_rate';

/** Requests that a process has counted: by what kind of limit, and whose. */
export interface AnnouncedUse {
  readonly policy: string;
  readonly subject: string;
  readonly used: number;
}

/** Most uses of one message: PostgreSQL takes 8,000 bytes. */
const usesPerMessage = 80;

/** Tells every process what this one has counted. `from` is the name of this one, so that it knows its own words. */
export async function announceRateUses(
  db: Queryable,
  { from, uses }: { readonly from: string; readonly uses: readonly AnnouncedUse[] },
): Promise<void> {
  for (let at = 0; at < uses.length; at += usesPerMessage) {
    const some = uses
      .slice(at, at + usesPerMessage)
      .map(({ policy, subject, used }) => `${policy} ${subject} ${used}`);
    await db.query('select pg_notify($1, $2)', [rateChannel, [from, ...some].join('\n')]);
  }
}

/** Reads what `announceRateUses` wrote; what is something else is left out. */
export function parseRateUses(payload: string): { readonly from: string; readonly uses: AnnouncedUse[] } {
  const [from = '', ...lines] = payload.split('\n');
  const uses = lines.flatMap((line) => {
    const [, policy, subject, used] = /^([\w-]+) ([\w.:-]+) (\d{1,9})$/.exec(line) ?? [];
    return policy === undefined || subject === undefined ? [] : [{ policy, subject, used: Number(used) }];
  });
  return { from, uses };
}
