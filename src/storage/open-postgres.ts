import pg from 'pg';
import type { ListenEvents, OpenDatabase } from './opened-database.ts';
import { openPostgres } from './postgres.ts';

const retryMilliseconds = 1_000;

/** Listens on a connection of its own, and makes a new one when it breaks. */
async function listenOn(
  connectionString: string,
  channel: string,
  onMessage: (payload: string) => void,
  { onBroken, onBack }: ListenEvents,
): Promise<() => Promise<void>> {
  let current: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const client = new pg.Client({ connectionString, keepAlive: true });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => onMessage(payload ?? ''));
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    client.once('end', () => {
      if (stopped) return;
      onBroken?.();
      again();
    });
    current = client;
  };
  const again = (): void => {
    timer = setTimeout(() => {
      connect().then(
        () => onBack?.(),
        () => again(),
      );
    }, retryMilliseconds);
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current?.end();
  };
}

/** Opens the database of a PostgreSQL server. */
export async function openServerDatabase(
  connectionString: string,
  {
    connections,
    statementMilliseconds,
  }: { readonly connections?: number | undefined; readonly statementMilliseconds?: number | undefined } = {},
): Promise<OpenDatabase> {
  const db = await openPostgres({
    connectionString,
    ...(connections === undefined ? {} : { max: connections }),
    ...(statementMilliseconds === undefined ? {} : { statement_timeout: statementMilliseconds }),
  });
  return {
    db,
    isOwner: true,
    listen: (channel, onMessage, events = {}) => listenOn(connectionString, channel, onMessage, events),
  };
}
