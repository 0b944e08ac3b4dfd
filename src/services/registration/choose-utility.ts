import { AppError } from '../../platform/errors.ts';
import type { Queryable } from '../../storage/database.ts';
import { listUtilities, type Utility } from '../../storage/utilities.ts';

/**
 * The utility that is meant: that of the slug, or the only one there is.
 *
 * @throws AppError `not_found` when there is none; `invalid_input` when there are several and none is named.
 */
export async function chooseUtility(
  { db }: { readonly db: Queryable },
  slug: string | undefined,
): Promise<Utility> {
  const utilities = await listUtilities(db);
  const slugs = utilities.map((utility) => utility.slug).join(', ');
  const [only] = utilities;
  if (only === undefined)
    throw new AppError('not_found', 'There is no utility yet. Create one: meterhouse utility create --help.');
  if (slug === undefined) {
    if (utilities.length === 1) return only;
    throw new AppError('invalid_input', `There are several utilities. Name one with --utility: ${slugs}.`, {
      parameter: 'utility',
    });
  }
  const found = utilities.find((utility) => utility.slug === slug);
  if (found === undefined)
    throw new AppError('not_found', `There is no utility "${slug}". There are: ${slugs}.`, {
      parameter: 'utility',
    });
  return found;
}
