import { type Noun, nouns } from '../../espi/resources.ts';
import type { AppError } from '../../platform/errors.ts';
import { RefusedError } from '../authorization/refusal.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import type { Loaded } from './loaded.ts';
import { loaders } from './loaders.ts';
import { seesNoun } from './visibility.ts';
import { openWindow } from './window.ts';

/** What is said about everything that is not there or not the reader's: the two are not told apart. */
export const notFound = (): AppError =>
  new RefusedError('not_found', 'There is nothing at this address, or it is not yours to see.', {
    refusal: { code: 'not_yours' },
  });

/**
 * One resource that the reader may see, by the parameters of its path. One statement.
 *
 * @throws AppError `not_found`.
 */
export async function findEntry(
  context: ResourceContext,
  { params, principal, token }: Pick<ResourceRequest, 'params' | 'principal' | 'token'>,
  noun: Noun,
): Promise<Loaded> {
  const uid = params[nouns[noun].param];
  if (uid === undefined) throw notFound();
  if (principal.authorization !== undefined && !seesNoun(principal.authorization, noun)) throw notFound();
  const { range } = openWindow;
  const [loaded] = await loaders[noun](context, { noun, principal, params, uid, range, token });
  if (loaded === undefined) throw notFound();
  return loaded;
}

/**
 * Makes sure that what a collection stands below exists and is the reader's.
 *
 * @throws AppError `not_found`.
 */
export async function requireParent(
  context: ResourceContext,
  request: Pick<ResourceRequest, 'params' | 'principal' | 'token'>,
  noun: Noun,
): Promise<void> {
  const { under } = nouns[noun];
  if (under !== '' && !under.startsWith('/')) await findEntry(context, request, under as Noun);
}
