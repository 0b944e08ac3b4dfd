const second = 1000;
const day = 86_400 * second;

/** How long what the authorization server gives out is good, in milliseconds. */
export const lifetimes = {
  /** From the arrival at the authorization endpoint to the customer's decision. */
  request: 900 * second,
  code: 60 * second,
  access: 3600 * second,
  client: 3600 * second,
  /** One that client_credentials gave; the permanent one does not expire. */
  registration: 3600 * second,
  /** Since the last use. */
  refresh: 365 * day,
  /** In which a used refresh token still works, for clients that lost the answer or sent it twice. */
  refreshGrace: 30 * second,
} as const;
