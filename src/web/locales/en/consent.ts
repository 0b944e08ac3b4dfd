import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';
import type { UnavailableReason } from '../../vocabulary.ts';

const plural = pluralIn('en');

const unavailable: Record<UnavailableReason, (utility: string) => string> = {
  closed: () => 'This account is closed and has no data that can be shared.',
  no_data: () => 'There are no readings for this meter yet.',
  not_offered: (utility) => `${utility} does not share data of this service yet.`,
  not_holder: () => 'Only the account holder can share this meter.',
};

/** The consent page and what repeats its choices. A change here is a new `consentTextVersion`. */
export const consent = {
  step: 'Step 2 of 2',
  signedInAs: (name: Words): Words => ['You are signed in as ', name, '.'],
  notYou: 'Not you?',
  title: (thirdParty: string) => `${thirdParty} is asking to see your energy data`,
  purpose: (quote: Words): Words => ['Says it needs this ', quote],
  registered: (utility: string, date: string) =>
    `Registered with ${utility} since ${date}. Registration is not an endorsement.`,
  testOnly: 'This app is being tested. It can only see the data of test customers.',

  meters: 'Which meters?',
  meterNumber: (number: string) => `meter ${number}`,
  accountEnding: (digits: string) => `account ending in ${digits}`,
  closedOn: (date: string) => `closed ${date}`,
  notAvailable: 'Not available:',
  unavailable,

  dataKinds: 'What will be shared?',
  needed: 'Needed by this app',
  optional: 'Optional',
  included: 'Included:',
  details: 'What exactly is included?',

  history: 'How far back?',
  historyNone: 'Nothing from the past',
  historyNoneHint: 'Only new data, from today on.',
  historyMonths: (months: number) => plural(months, { one: 'The last month', other: 'The last # months' }),
  historySince: (date: string) => `From ${date}`,
  historyAll: 'Everything that we have',

  duration: 'For how long?',
  once: 'One time',
  onceHint: (hours: number) => `Access ends ${plural(hours, { one: '# hour', other: '# hours' })} from now.`,
  until: 'Until a date',
  untilDate: (date: string) => `Until ${date}`,
  untilLabel: 'Last day',
  untilHint: (days: number) =>
    `We will remind you ${plural(days, { one: '# day', other: '# days' })} before it ends.`,
  untilRange: (first: string, last: string) => `Between ${first} and ${last}.`,
  untilStopped: 'Until I stop it',
  untilStoppedHint: 'We will remind you every year.',

  never: (thirdParty: string) => [
    `${thirdParty} never gets your password.`,
    `${thirdParty} can only read. It cannot change your account, your plan or your bills.`,
  ],
  stop: (link: Words, phone: Words | undefined): Words => [
    'You can stop sharing at any time, at once, in ',
    link,
    phone === undefined ? '' : [' or by phone at ', phone],
    '.',
  ],
  afterwards: (thirdParty: string) =>
    `What was shared stays with ${thirdParty}: ask how it keeps and deletes your data.`,
  privacyPolicy: 'Its privacy policy',
  terms: 'Its terms of service',
  receiptTo: (address: string) => `We will send a receipt to ${address}.`,
  receiptEmail: 'E-mail address for your receipt',
  receiptEmailHint: 'We have none on file. The receipt says how to stop sharing.',

  share: 'Share my data',
  decline: 'Don’t share',
  returnTo: (host: string) => `Either way, you then go back to ${host}.`,

  nothingTitle: 'There is nothing to share yet',
  nothingText: (thirdParty: string) =>
    `None of your meters can be shared with ${thirdParty} now. Nothing was sent.`,
  declinedTitle: 'Nothing was shared',
  declinedText: (thirdParty: string) =>
    `You chose not to share your data with ${thirdParty}. You can close this page.`,
  nothingBack: (thirdParty: string) => `Go back to ${thirdParty}`,
};
