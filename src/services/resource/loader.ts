import type { Noun, PathParams } from '../../espi/resources.ts';
import type { RowRange } from '../../storage/row-range.ts';
import type { Principal } from '../authorization/principal.ts';
import type { ResourceContext } from './context.ts';
import type { Loaded } from './loaded.ts';

/** What to load: a collection, or the one entry of it that has this uid. */
export interface LoadInput {
  readonly noun: Noun;
  readonly principal: Principal;
  /** Parameters of the collection's path, and of the entry's when `uid` is given. */
  readonly params: PathParams;
  readonly uid?: string | undefined;
  /**
   * What is asked for. A loader may leave out what lies outside; its caller filters anyway. What the customer
   * does not share is left out in any case.
   */
  readonly range: RowRange;
  readonly token: string;
}

/** Reads the resources of one noun that the principal may see, in feed order. An entry costs one statement. */
export type Loader = (context: ResourceContext, input: LoadInput) => Promise<readonly Loaded[]>;
