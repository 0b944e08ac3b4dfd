/** A secret that was made just now, to be shown once. */
export interface ShownSecret {
  readonly kind: 'client_secret' | 'registration_access_token' | 'api_token';
  readonly value: string;
}

/** What may be shown of a secret later. */
export const lastFourOf = (secret: string): string => secret.slice(-4);
