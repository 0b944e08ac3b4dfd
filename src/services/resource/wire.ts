import type { WireStyle } from '../../espi/atom.ts';
import { resourceRoot } from '../../espi/resources.ts';
import type { Utility } from '../../storage/utilities.ts';
import type { ResourceContext } from './context.ts';

/** What the entries of one answer have in common. */
export interface Wire {
  /** Public URL with the resource root: where every link begins. */
  readonly base: string;
  readonly uuidNamespace: string;
  readonly style: WireStyle;
}

/** How a utility's answers are written. */
export function wireOf(
  context: Pick<ResourceContext, 'publicUrl' | 'uuidNamespace'>,
  utility: Utility,
): Wire {
  const { contentType, capitalServiceDeliveryPoint } = utility.settings;
  return {
    base: context.publicUrl + resourceRoot,
    uuidNamespace: context.uuidNamespace,
    style: { contentType, capitalServiceDeliveryPoint },
  };
}
