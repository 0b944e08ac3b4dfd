import type { WireStyle } from '../espi/atom.ts';
import type { CustomerSettings } from './customer-settings.ts';
import type { Queryable } from './database.ts';

/** What a utility may set for its readers. */
export interface UtilitySettings extends WireStyle {
  /** Version of the standard that is written: 4.0 adds Statement. */
  readonly espiVersion: '4.0' | '3.3';
  /** Page about the utility's certification, linked from every answer. */
  readonly certificateUrl?: string;
  /** Most IntervalBlocks to which a MeterReading links one by one; 0 for none. */
  readonly intervalBlockLinks: number;
  /** How much one IntervalBlock holds, where the scope of an Authorization does not say. */
  readonly blockDuration: 'daily' | 'monthly';
  /** What differs from `defaultCustomerSettings`. */
  readonly customers?: Partial<CustomerSettings>;
}

/** What holds where a utility has set nothing. */
const defaultSettings: UtilitySettings = {
  espiVersion: '4.0',
  contentType: 'application/xml',
  capitalServiceDeliveryPoint: false,
  intervalBlockLinks: 0,
  blockDuration: 'daily',
};

/** A utility whose customers' data are kept here. */
export interface Utility {
  readonly id: number;
  /** What URLs and commands call it. */
  readonly slug: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217 numeric code. */
  readonly currency: number;
  readonly branding: Readonly<Record<string, unknown>>;
  readonly settings: UtilitySettings;
}

/** A row as it is stored: only what was set stands in `settings`. */
export interface UtilityRow extends Omit<Utility, 'settings'> {
  readonly settings: Partial<UtilitySettings>;
}

const columns = 'id, slug, name, time_zone as "timeZone", currency, branding, settings';

/** A stored row with the defaults filled in. */
export const utilityOf = (row: UtilityRow): Utility => ({
  ...row,
  settings: { ...defaultSettings, ...row.settings },
});

/** Every utility, by slug. */
export async function listUtilities(db: Queryable): Promise<Utility[]> {
  return (await db.query<UtilityRow>(`select ${columns} from utility order by slug`)).map(utilityOf);
}

/** Finds a utility by its slug. */
export async function findUtility(db: Queryable, slug: string): Promise<Utility | undefined> {
  const [row] = await db.query<UtilityRow>(`select ${columns} from utility where slug = $1`, [slug]);
  return row && utilityOf(row);
}

/** Finds a utility by its key. */
export async function findUtilityById(db: Queryable, id: number): Promise<Utility | undefined> {
  const [row] = await db.query<UtilityRow>(`select ${columns} from utility where id = $1`, [id]);
  return row && utilityOf(row);
}

/** What is needed to write a utility. */
export type NewUtility = Omit<UtilityRow, 'id'>;

/** Inserts a utility; undefined when the slug is taken. */
export async function insertUtility(db: Queryable, input: NewUtility): Promise<Utility | undefined> {
  const [row] = await db.query<UtilityRow>(
    `insert into utility (slug, name, time_zone, currency, branding, settings)
     values ($1, $2, $3, $4, $5, $6) on conflict (slug) do nothing
     returning ${columns}`,
    [input.slug, input.name, input.timeZone, input.currency, input.branding, input.settings],
  );
  return row && utilityOf(row);
}

/** Locks a utility for a change of its own row, and gives what is stored. */
export async function lockUtility(tx: Queryable, slug: string): Promise<UtilityRow | undefined> {
  const [row] = await tx.query<UtilityRow>(`select ${columns} from utility where slug = $1 for update`, [
    slug,
  ]);
  return row;
}

/** Writes what may change of a utility: everything but its slug. */
export async function updateUtility(tx: Queryable, row: UtilityRow): Promise<void> {
  await tx.query(
    'update utility set name = $2, time_zone = $3, currency = $4, branding = $5, settings = $6 where id = $1',
    [row.id, row.name, row.timeZone, row.currency, row.branding, row.settings],
  );
}
