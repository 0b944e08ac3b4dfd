import type { RegistrationState } from '../../storage/registrations.ts';

/** Whether only test customers can share with it. */
export const isSandbox = (state: RegistrationState): boolean =>
  state === 'waiting' || state === 'question' || state === 'declined' || state === 'approved';

/**
 * Whether the operator has approved it once: from then on a new redirect URI waits. Before, the review looks at
 * all of them together, and only test customers are sent to them.
 */
export const isReviewed = (state: RegistrationState): boolean =>
  state === 'approved' || state === 'live' || state === 'suspended';

/** Whether no token of it works, for now or for good. */
export const isClosed = (state: RegistrationState): boolean =>
  state === 'suspended' || state === 'terminated';
