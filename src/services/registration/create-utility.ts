import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { insertUtility, type Utility, type UtilitySettings } from '../../storage/utilities.ts';
import { checkUtility } from './check-utility.ts';

/** A new utility. */
export interface UtilityInput {
  readonly slug: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 4217 numeric code. */
  readonly currency: number;
  readonly branding?: Readonly<Record<string, unknown>>;
  /** What differs from the defaults. */
  readonly settings?: Partial<UtilitySettings>;
}

/**
 * Creates a utility.
 *
 * @throws AppError `invalid_input` naming what cannot be so; `conflict` when the slug is taken.
 */
export async function createUtility(
  { db }: { readonly db: Queryable },
  input: UtilityInput,
): Promise<Utility> {
  checkUtility(input);
  const utility = await insertUtility(db, {
    ...input,
    branding: input.branding ?? {},
    settings: input.settings ?? {},
  });
  if (utility === undefined)
    throw new AppError('conflict', `There is a utility "${input.slug}" already. Choose another slug.`, {
      parameter: 'slug',
    });
  return utility;
}
