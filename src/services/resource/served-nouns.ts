import type { Noun } from '../../espi/resources.ts';
import type { Utility } from '../../storage/utilities.ts';

/** Whether a utility serves a noun at all: Statement came with version 4.0 of the standard. */
export function servesNoun(utility: Pick<Utility, 'settings'>, noun: Noun): boolean {
  return noun !== 'Statement' || utility.settings.espiVersion !== '3.3';
}
