/** The first page of a utility, and of an installation. */
export const home = {
  title: 'Green Button Connect My Data',
  lead: (utility: string) =>
    `Customers of ${utility} share their energy data with the services that they choose.`,
  customers: 'My data sharing',
  customersText: 'See with whom you share your data, and stop whenever you like.',
  developers: 'For developers',
  developersText: 'Documentation, sandbox and registration of apps.',
  operators: 'For the people of the utility',
  operatorsText: 'Third parties, authorizations and what needs attention.',
  choose: 'Choose your utility',
  none: 'There is no utility here yet. Its operator makes one on the command line.',
};
