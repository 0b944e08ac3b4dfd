import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';
import type { SecretKind, SecretOverlap } from '../../vocabulary.ts';

const plural = pluralIn('en');

const secretNames: Record<SecretKind, string> = {
  client_secret: 'Client secret',
  registration_access_token: 'Registration access token',
  api_token: 'API token',
};

const overlaps: Record<SecretOverlap, string> = {
  none: 'The old one stops at once',
  day: 'The old one works 24 hours more',
  week: 'The old one works 7 days more',
};

/** The account of a third party and the pages of a registration. */
export const developers = {
  navigation: { docs: 'Documentation', registrations: 'My apps' },
  signInTitle: 'Sign in to your developer account',
  signInLead: 'For companies that read data with the consent of customers.',
  noAccount: 'New here?',
  signUp: 'Make an account',
  signUpTitle: 'Make a developer account',
  signUpLead: 'One account is enough for all your apps. We send a code to confirm your e-mail address.',
  haveAccount: 'You have an account?',
  signIn: 'Sign in',
  yourName: 'Your name',
  email: 'E-mail address',
  password: 'Password',
  passwordHint: 'At least 12 characters. A few words in a row work well.',

  registrationsTitle: 'My apps',
  registrationsEmpty: 'You have no app yet.',
  register: 'Register an app',
  app: 'App',
  utility: 'Utility',
  state: 'State',
  activeAuthorizations: 'Active authorizations',

  tabsLabel: 'This app',
  tabs: {
    overview: 'Overview',
    keys: 'Keys',
    authorizations: 'Authorizations',
    requests: 'Requests',
    largeFeeds: 'Large feeds',
    notifications: 'Notifications',
    testCustomers: 'Test customers',
  },

  keysTitle: 'Keys',
  keysLead: 'Secrets are shown once, when they are made. We keep only what is needed to check them.',
  shownTitle: (secret: string) => `${secret}: copy it now`,
  shownText: 'It will not be shown again. If you lose it, make a new one.',
  clientId: 'Client id',
  addresses: 'Addresses',
  applicationInformation: 'ApplicationInformation',
  secretNames,
  secret: 'Secret',
  endsWith: 'Ends with',
  made: 'Made',
  lastUsed: 'Last used',
  oldUntil: (date: Words): Words => ['The old one works until ', date],
  replace: 'Replace',
  replaceTitle: (secret: string) => `Replace: ${secret}`,
  overlap: 'The old one',
  overlaps,
  makeNew: 'Make a new one',
  apiTokens: 'API tokens',
  apiTokensLead:
    'One token that reads all your authorizations at this utility, for programs that use a single bearer token.',
  apiTokensEmpty: 'No API token yet.',
  apiTokenName: 'What it is for',
  apiTokenMake: 'Make an API token',
  tokenRevoke: 'Revoke',
  name: 'Name',

  authorizationsTitle: 'Authorizations',
  authorizationsEmpty: 'Nobody shares with this app yet.',
  authorizationsEmptyLink: 'Try it with a test customer',
  filter: 'Show',
  filterActive: 'Active',
  filterEnded: 'Ended',
  reference: 'Reference',
  scope: 'Granted scope',
  meters: 'Meters',
  since: 'Since',
  ends: 'Ends',
  lastRead: 'Last read',
  untilStopped: 'Until stopped',
  end: 'End',
  endOf: (reference: string) => `authorization ${reference}`,
  test: 'Test',
  ended: 'The authorization has ended.',

  requestsTitle: 'Requests',
  requestsLead: (days: number) =>
    `The last ${plural(days, { one: 'day', other: '# days' })}, newest first. Tokens and secrets are never kept.`,
  requestsEmpty: 'No requests yet.',
  onlyRefused: 'Refused only',
  time: 'Time',
  request: 'Request',
  answer: 'Answer',
  duration: 'Took',
  milliseconds: (value: string) => `${value} ms`,
  size: 'Size',
  token: 'Token',
  requestId: 'Request id',
  timeZoneNote: (zone: string) => `Times are in ${zone}.`,

  testCustomersTitle: 'Test customers',
  testCustomersLead:
    'They exist only here and their data are made up. They work in the sandbox and when you are live.',
  customer: 'Customer',
  story: 'Story',
  authorizeAs: 'Authorize',
  authorizeAsName: (name: string) => `as ${name}`,
  skipForm: (option: Words): Words => [
    'To skip the sign-in in your own tests, add ',
    option,
    ' to the scope, with the id of a test customer.',
  ],
  testCustomersEmpty: 'This utility has no test customers yet.',
  authorizeAtOnce: 'Authorize without the form',
  authorizedTitle: (reference: string) => `Authorization ${reference} is there`,
  authorizedText: 'This access token reads it for an hour. It is shown only now:',
  verifierNote: (verifier: Words): Words => [
    'The links carry a code_challenge. When you exchange their code, send this code_verifier: ',
    verifier,
  ],
  download: 'Download all as',
  customerId: 'Id',
};
