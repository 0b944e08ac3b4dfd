import { fileURLToPath } from 'node:url';
import type { Database } from '../../src/storage/database.ts';
import { type House, openHouse } from '../support/house.ts';
import { type UtilityName, utilities, type WireCase } from './cases.ts';

/** Where the golden answers lie. */
export const expectedFolder = fileURLToPath(new URL('expected/', import.meta.url));

/** What is drawn by lot in every house, and what stands for it in a golden answer. */
async function lots({ db, tokens }: House): Promise<readonly (readonly [string, string])[]> {
  const [client] = await db.query<{ clientId: string }>(
    `select client_id as "clientId" from client where uid = 'clientone'`,
  );
  return [
    [tokens.registration, '{registration_access_token}'],
    [tokens.clientSecret, '{client_secret}'],
    [client?.clientId ?? '{no client}', '{client_id}'],
  ];
}

/** Houses that answer the cases, opened when a case needs one. */
export interface WireHouses {
  /** The answer to a case, as a golden file holds it. */
  readonly ask: (one: WireCase) => Promise<{ readonly status: number; readonly text: string }>;
  readonly close: () => Promise<void>;
}

/**
 * Opens no house yet.
 *
 * @param prepare is done to the database of each house that is opened.
 */
export function openWireHouses(
  prepare: (db: Database) => Promise<unknown> = async () => undefined,
): WireHouses {
  const houses = new Map<UtilityName, Promise<House>>();
  const openPrepared = async (name: UtilityName): Promise<House> => {
    const house = await openHouse(utilities[name]);
    await prepare(house.db);
    return house;
  };
  const houseOf = (name: UtilityName): Promise<House> => {
    const house = houses.get(name) ?? openPrepared(name);
    houses.set(name, house);
    return house;
  };
  return {
    ask: async ({ utility, path, reader }) => {
      const house = await houseOf(utility);
      const token = reader && house.tokens[reader];
      const { status, text } = await house.fetch(path, { token });
      let golden = text;
      for (const [lot, name] of await lots(house)) golden = golden.replaceAll(lot, name);
      return { status, text: golden };
    },
    close: async () => {
      for (const house of houses.values()) await (await house).close();
    },
  };
}
