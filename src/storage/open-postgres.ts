import pg from 'pg';
import type { ListenEvents, OpenDatabase } from './opened-database.ts';
import { openPostgres } from './postgres.ts';

const retryMilliseconds = 1_000;
/** How often a listening connection is asked whether it is still there, and how long it may take to answer. */
interface Beat {
  readonly everyMilliseconds: number;
  readonly answerMilliseconds: number;
}

/**
 * The longest time for which a connection on which nothing passes any more, without a word, is taken for one that hears. What another
 * process has revoked may be good for so long in one that was cut off in this way; docs/operations.md promises it.
 */
export const longestDeafnessMilliseconds = 10_000;

/** Cut off right behind an answer, it is asked half of that time later, and given up another half later. */
const usualBeat: Beat = {
  everyMilliseconds: longestDeafnessMilliseconds / 2,
  answerMilliseconds: longestDeafnessMilliseconds / 2,
};

/**
 * Listens on a connection of its own, and makes a new one when it breaks. One that has gone without a word, as behind a
 * firewall that forgot it, is noticed at its next beat.
 */
async function listenOn(
  connectionString: string,
  { everyMilliseconds, answerMilliseconds }: Beat,
  channel: string,
  onMessage: (payload: string) => void,
  { onBroken, onBack }: ListenEvents,
): Promise<() => Promise<void>> {
  let current: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let attempt: Promise<void> | undefined;
  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: answerMilliseconds,
      query_timeout: answerMilliseconds,
    });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => onMessage(payload ?? ''));
    current = client;
    await client.connect();
    const ask = async (text: string): Promise<void> => {
      try {
        await client.query(text);
      } catch (error) {
        client.connection.stream.destroy();
        throw error;
      }
    };
    await ask(`listen ${pg.escapeIdentifier(channel)}`);
    let asked = false;
    const beat = setInterval(() => {
      // One that is not answered is given up by itself.
      if (asked) return;
      asked = true;
      ask('select 1').then(
        () => {
          asked = false;
        },
        () => undefined,
      );
    }, everyMilliseconds);
    beat.unref();
    client.once('end', () => {
      clearInterval(beat);
      if (stopped) return;
      onBroken?.();
      again();
    });
  };
  const again = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      attempt = connect()
        .then(() => onBack?.(), again)
        .finally(() => {
          attempt = undefined;
        });
    }, retryMilliseconds);
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    if (attempt === undefined) return await current?.end();
    // One that is on its way cannot say goodbye.
    current?.connection.stream.destroy();
    await attempt;
  };
}

/** Opens the database of a PostgreSQL server. */
export async function openServerDatabase(
  connectionString: string,
  {
    connections,
    statementMilliseconds,
    beat = usualBeat,
  }: {
    readonly connections?: number | undefined;
    readonly statementMilliseconds?: number | undefined;
    readonly beat?: Beat;
  } = {},
): Promise<OpenDatabase> {
  const db = await openPostgres({
    connectionString,
    ...(connections === undefined ? {} : { max: connections }),
    ...(statementMilliseconds === undefined ? {} : { statement_timeout: statementMilliseconds }),
  });
  return {
    db,
    isOwner: true,
    listen: (channel, onMessage, events = {}) => listenOn(connectionString, beat, channel, onMessage, events),
  };
}
