import type { AuthHint } from '../../../espi/additional-scope.ts';
import type { PostedVisit, Visit } from '../../serving/visit.ts';

/** What a customer is on the way to while showing who they are. */
export interface Journey {
  /** Who asks for data; absent on the way to the customer's own pages. */
  readonly thirdPartyName?: string;
  /** Pages of this journey. */
  readonly signInUrl: string;
  readonly codeUrl: string;
  /** Where it leads. */
  readonly doneUrl: string;
  /** Only test customers can go there. */
  readonly sandbox: boolean;
  /** How the third party thinks that the customer is best recognised. */
  readonly hints: readonly AuthHint[];
  /** What the session notes when it is done: the request for which somebody signed in. */
  readonly requestHash?: string;
  /** Ask even somebody who is signed in at the utility already. */
  readonly again: boolean;
}

/** A page of a journey with more in its query, behind where it leads. */
const withQuery = (url: string, more: string): string => `${url}${url.includes('?') ? '&' : '?'}${more}`;

/** Where a journey begins anew: what was sent, and what was about to be chosen, is forgotten. */
export const startOverUrl = ({ signInUrl }: Journey): string => withQuery(signInUrl, 'start=over');

/** The first page, saying that the utility's own sign-in led to nobody. */
export const openidFailedUrl = ({ signInUrl }: Pick<Journey, 'signInUrl'>): string =>
  withQuery(signInUrl, 'method=openid&failed=openid');

/** The page of the code, saying that another one was sent. */
export const resentUrl = ({ codeUrl }: Journey): string => withQuery(codeUrl, 'resent=1');

/** Finds the journey of a visit; undefined when it is over. */
export type FindJourney = (visit: Visit) => Promise<Journey | undefined>;

/** A step of a journey. */
export interface Step {
  readonly visit: PostedVisit;
  readonly journey: Journey;
}

/** The value of a hint: `auth-account-1234` → `1234` of `account`. */
export const hintOf = ({ hints }: Journey, type: string): string | undefined =>
  hints.find((hint) => hint.type === type)?.value;
