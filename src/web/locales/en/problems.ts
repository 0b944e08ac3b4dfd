import type { ComponentChildren as Words } from 'preact';

/** Pages for when something cannot go on. */
export const problems = {
  authorizeTitle: 'This link does not work',
  authorizeText: 'It is not your fault, and your data were not shared.',
  authorizeTell: (thirdParty: string, code: Words): Words => [
    `Go back to ${thirdParty} and tell them this code: `,
    code,
  ],
  authorizeTellUnknown: (code: Words): Words => [
    'Go back to the app that sent you here and tell them this code: ',
    code,
  ],
  authorizeDetails: 'Details for the developer of the app',
  expiredTitle: 'You were away for a while',
  expiredText: 'To protect your data, we ended your session. Nothing was shared.',
  expiredApp: (thirdParty: string) => `Go back to ${thirdParty} and start again there.`,
  expiredAgain: 'Sign in again',
  notFoundTitle: 'We could not find this page',
  notFoundText: 'The address may be old, or a letter may be missing.',
  forbiddenTitle: 'This form could not be checked',
  forbiddenText:
    'It was open too long, or was sent from another site. Nothing was changed. Open the page again.',
  openAgain: 'Open the page again',
  conflictTitle: 'Something has changed meanwhile',
  conflictText:
    'Somebody else was faster, or the page was old. Nothing was changed by you. Open the page again to see how things stand.',
  notAllowedTitle: 'You may look, but not change this',
  notAllowedText: 'Your account is for reading only. Ask an operator to make the change.',
  busyTitle: 'Please wait a moment',
  busyText: (time: string) => `There were too many requests from your connection. Try again after ${time}.`,
  brokenTitle: 'Something went wrong on our side',
  brokenText: 'It is not your fault. Try again in a few minutes.',
  brokenReference: (reference: Words): Words => [
    'If it happens again, call us and give this reference: ',
    reference,
  ],
  toSharing: 'My data sharing',
};
