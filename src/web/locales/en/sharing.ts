import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';

const plural = pluralIn('en');

/** The receipt, the list of what is shared, and stopping. */
export const sharing = {
  receiptTitle: 'Your data are now shared',
  receiptTitleEnded: 'Receipt for sharing that has ended',
  receiptLead: (thirdParty: string) => `${thirdParty} can now read the data below. Keep this receipt.`,
  receiptLeadEnded: (thirdParty: string) => `${thirdParty} can no longer read these data.`,
  mailed: (address: string) => `We sent a copy to ${address}.`,
  continueTo: (thirdParty: string) => `Continue to ${thirdParty}`,
  closeThis: (thirdParty: string) => `You can close this page and go back to ${thirdParty}.`,
  print: 'You can print this page or save it as a PDF from the menu of your browser.',
  reference: 'Reference',
  sharedWith: 'Shared with',
  forPurpose: 'What for, in its words',
  what: 'What',
  meters: 'Meters',
  history: 'How far back',
  since: 'Since',
  ends: 'Ends',
  ended: 'Ended',
  untilStopped: 'When you stop it',
  textVersion: 'Version of the consent text',
  stopTitle: 'How to stop',
  stopText: (link: Words, phone: Words | undefined): Words => [
    'Go to ',
    link,
    ' at any time',
    phone === undefined ? '' : [', or call ', phone],
    '. It takes effect at once.',
  ],
  complaintTitle: 'Not happy?',
  complaintText: (link: Words): Words => ['You have the right to ', link, '. It costs nothing.'],
  complaintLink: 'make a complaint',

  title: 'My data sharing',
  lead: 'The apps and companies that can read your energy data, because you said yes.',
  tabs: {
    active: (count: number) => plural(count, { one: 'Active (#)', other: 'Active (#)' }),
    ended: (count: number) => plural(count, { one: 'Ended (#)', other: 'Ended (#)' }),
  },
  tabsLabel: 'Sharing',
  lastRead: 'Last read',
  lastReadWhat: (when: Words, what: string): Words => [when, `: ${what}`],
  neverRead: 'Not read yet',
  stop: 'Stop sharing',
  stopOf: (thirdParty: string) => `with ${thirdParty}`,
  receipt: 'Receipt',
  emptyActive: 'You are not sharing your data with anyone.',
  emptyActiveHint: 'When an app asks for your data, you decide on a page like this one first.',
  emptyEnded: 'Nothing here yet. What you stop sharing will be listed here.',

  stopPageTitle: (thirdParty: string) => `Stop sharing with ${thirdParty}?`,
  stopNow: (thirdParty: string) =>
    `${thirdParty} can no longer read anything from us, from the moment you press the button.`,
  stopKeeps: (thirdParty: string) =>
    `${thirdParty} may still hold what it has read until now. Ask it to delete that if you wish.`,
  stopService: (thirdParty: string) =>
    `A service that you get from ${thirdParty} may change or end. Ask it if you are not sure.`,
  stopAccount: (utility: string) => `Your account with ${utility} stays as it is.`,
  stopByMail: 'To show that it is you, we send a code to the e-mail address that got this link.',
  reason: 'Why do you stop?',
  reasonHint: 'You do not have to answer. It helps us to help others.',
  noReason: 'I prefer not to say',
  stopButton: 'Stop sharing',
  keepButton: 'Keep sharing',

  stoppedTitle: (thirdParty: string) => `${thirdParty} can no longer read your data`,
  stoppedAt: (time: Words): Words => ['Stopped on ', time, '.'],
  told: (thirdParty: string) => `${thirdParty} has been told.`,
  willTell: (thirdParty: string) => `We are telling ${thirdParty} now.`,
  stoppedMailed: (address: string) => `We sent a receipt to ${address}.`,
  stoppedNext:
    'If you change your mind, start again from the app. Your old choice does not come back by itself.',
  backToSharing: 'Back to my data sharing',
};
