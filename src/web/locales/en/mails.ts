import { pluralIn } from '../../plural.ts';

const plural = pluralIn('en');

/** The mails: subjects and sentences. */
export const mails = {
  hello: (name: string) => `Hello ${name},`,
  help: (utility: string, phone: string) => `Questions? Call ${utility} at ${phone}.`,
  noReply: 'This mail was sent by a program. Please do not answer it.',
  complaint: (url: string) => `If you are not happy with how your data are handled: ${url}`,

  codeSubject: (code: string) => `${code} is your code`,
  codeText: (thirdParty: string | undefined) =>
    thirdParty === undefined
      ? 'Enter this code to sign in:'
      : `Enter this code to go on. ${thirdParty} would like to see your energy data; you decide on the next page.`,
  codeExpires: (time: string) => `It works once, until ${time}.`,
  codeWarning: 'Nobody from us will ever ask you for it. If you did not ask for a code, do nothing.',

  resetSubject: 'Choose a new password',
  resetText: (email: string) => `Somebody, probably you, wants to choose a new password for ${email}.`,
  resetExpires: (time: string) => `The link works once, until ${time}.`,
  resetIgnore: 'If that was not you, do nothing: your password stays as it is.',
  passwordSubject: 'Your password was changed',
  passwordText: (email: string) =>
    `The password with which ${email} signs in was changed just now. Whoever was signed in elsewhere is signed out.`,
  passwordWarning: 'If that was not you, choose a new password at once:',
  passwordWarningOf: {
    operator: 'If that was not you, tell whoever runs the server at once.',
    customer: 'If that was not you, tell us at once.',
  },
  passwordButton: 'Choose a new password',

  receiptSubject: (thirdParty: string) => `You share your energy data with ${thirdParty}`,
  receiptText: (thirdParty: string) => `You agreed that ${thirdParty} may read these data:`,
  receiptStop: 'You can stop at any time. It takes effect at once.',
  receiptButton: 'My data sharing',
  stopButton: 'Stop sharing',

  expiringSubject: (thirdParty: string) => `Sharing with ${thirdParty} ends soon`,
  expiringText: (thirdParty: string, date: string) =>
    `${thirdParty} can read your energy data until ${date}. Then it ends by itself: you do not have to do anything.`,
  expiringNext: (thirdParty: string) => `If you want to go on, ask ${thirdParty} to ask you again.`,

  yearlySubject: (thirdParty: string) => `You still share your energy data with ${thirdParty}`,
  yearlyText: (thirdParty: string) =>
    `We remind you once a year. ${thirdParty} can read these data, because you said yes:`,

  endedSubject: (thirdParty: string) => `${thirdParty} can no longer read your energy data`,
  endedAt: (time: string) => `Sharing ended on ${time}.`,
  endedKeeps: (thirdParty: string) =>
    `${thirdParty} may still hold what it has read until then. Ask it to delete that if you wish.`,
  endedButton: 'My data sharing',

  registeredSubject: (app: string) => `${app} is registered`,
  registeredText: (app: string, utility: string) =>
    `${app} is registered with ${utility}. The sandbox works now: try it with our test customers.`,
  registeredReview: (days: number) =>
    `We are looking at your registration. This usually takes ${plural(days, { one: '# day', other: '# days' })}; we will write to you.`,
  openApp: 'Open your app',

  approvedSubject: (app: string) => `${app} may go live`,
  approvedText: (app: string) =>
    `Your registration of ${app} is approved. Switch to live on its page when you are ready.`,

  questionSubject: (app: string) => `A question about ${app}`,
  questionText: (app: string) => `Before we can approve ${app}, please answer this:`,
  answerButton: 'Answer',

  declinedSubject: (app: string) => `${app} was declined`,
  declinedText: (app: string) => `We cannot approve ${app}. The reason:`,
  declinedNext: 'The sandbox still works. You can change your registration and ask for a new review.',

  suspended: {
    subject: (app: string) => `${app} is suspended`,
    text: (app: string, utility: string) =>
      `${utility} suspended ${app}: no token works and nobody can share with it. The reason:`,
  },
  terminated: {
    subject: (app: string) => `${app} was terminated`,
    text: (app: string, utility: string) =>
      `${utility} ended the registration of ${app} for good, with every authorization. The reason:`,
  },
  resumedSubject: (app: string) => `${app} works again`,
  resumedText: (app: string) => `${app} is no longer suspended. Its tokens work again.`,

  pausedSubject: (app: string) => `Notifications of ${app} are paused`,
  pausedText: (app: string) =>
    `We no longer send notifications of ${app} to this address, because it answered 410 (gone):`,
  pausedNext: 'On the page of your app you can resume them, and send again what was missed.',

  reuseSubject: (app: string) => `A refresh token of ${app} was used twice`,
  reuseText: (app: string) =>
    `A refresh token of ${app} was used again after it had been replaced. It may have been stolen, so we revoked all tokens of this authorization. What the customer agreed to still stands.`,
  reuseNext: 'Ask the third party what happened. If you are not sure, end the authorization.',
  reuseButton: 'Open the authorization',

  redirectSubject: (app: string) => `The redirect URIs of ${app} changed`,
  redirectText: (app: string) => `Somebody with access to ${app} asked for this redirect URI:`,
  redirectApproved: (app: string) => `This redirect URI of ${app} is approved and works now:`,
  redirectRefused: (app: string) => `We refused this redirect URI of ${app}:`,
  redirectWaits:
    'It does not work until we have approved it. If it was not you, replace your secrets and call us.',
};
