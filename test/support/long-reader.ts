import type { Database } from '../../src/storage/database.ts';

/** What reads all readings in one transaction until it is told to end, as a backup does. */
export async function openLongReader(db: Database): Promise<() => Promise<void>> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let reading = Promise.resolve();
  await new Promise<void>((begun, failed) => {
    reading = db.transaction(async (tx) => {
      await tx.query('lock table interval_day in access share mode');
      begun();
      await ended;
    });
    reading.catch(failed);
  });
  return async () => {
    end();
    await reading;
  };
}
