/** The utility of the demo: no such town, no such company. */
export const demoUtility = {
  slug: 'demo',
  name: 'Harborlight Municipal Utilities',
  timeZone: 'America/New_York',
  currency: 840,
} as const;

/** Where the demo utility and its customers can be written to: reserved names that reach nobody. */
export const demoDomain = 'harborlight.example';
