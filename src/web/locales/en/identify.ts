import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';
import type { CodeChannel } from '../../vocabulary.ts';

const plural = pluralIn('en');

const sentTo: Record<CodeChannel, (masked: string) => string> = {
  email: (masked) => `We sent a 6-digit code by e-mail to ${masked}.`,
  sms: (masked) => `We sent a 6-digit code by text message to ${masked}.`,
};

/** Finding out who a customer is. */
export const identify = {
  step: 'Step 1 of 2',
  title: 'Sign in to continue',
  titleFor: (utility: string) => `Sign in to ${utility}`,
  lead: (thirdParty: Words): Words => [
    thirdParty,
    ' would like to see your energy data. First, show us who you are. You decide what is shared on the next page.',
  ],
  leadSharing: 'See who you share your energy data with, and stop sharing at any time.',
  neverPassword: (thirdParty: string, utility: string) =>
    `You are on the site of ${utility}. ${thirdParty} never sees what you enter here.`,
  otherWays: 'Other ways to continue',
  methods: {
    password: 'E-mail and password',
    email_code: 'A code by e-mail',
    lookup: 'Account number and bill',
    openid: (utility: string) => `My ${utility} sign-in`,
    test: 'Test customers',
  },
  email: 'E-mail address',
  password: 'Password',
  signIn: 'Sign in',
  emailCodeHint: 'The address that we have on file. We will send a 6-digit code to it.',
  sendCode: 'Send me a code',
  accountNumber: 'Account number',
  accountNumberHint: 'At the top of your bill.',
  billTotalHint: 'As on the bill, for example 84.20.',
  billDateHint: 'As on the bill, year first: 2026-11-02.',
  lookupNext: 'You will then get a code at the e-mail address that we have on file.',
  continue: 'Continue',
  openidText: (utility: string) => `You go to the sign-in page of ${utility} and come back here.`,
  openidButton: (utility: string) => `Continue with ${utility}`,
  testText: 'Pick a test customer. Their data are made up.',
  testButton: 'Continue as',
  locked: (time: string) => `Too many tries. For your safety, wait until ${time} and try again.`,
  nobody: (utility: string) => `${utility} has not set up a way to sign in yet.`,
  noTestCustomers: (utility: string) =>
    `This app is still being tested, and ${utility} has no test customers for it yet.`,
  notMatchedTitle: 'We could not find you',
  callUs: (phone: Words): Words => ['Need help? Call ', phone, '.'],

  chooseTitle: 'Choose a customer',
  chooseText: 'We know you as more than one customer. Choose which one to continue as.',
  accounts: (numbers: readonly string[]) =>
    numbers.length === 1 ? `Account ${numbers[0]}` : `Accounts ${numbers.join(', ')}`,

  codeTitle: 'Enter your code',
  sentTo,
  keptFor: (masked: string) => `We wrote an e-mail with a 6-digit code to ${masked}, but it was not sent.`,
  kept: 'No mail leaves this server: no mail server is set up. Its operator finds the code in the outbox.',
  renewed: 'We wrote a new code. Only the newest one works.',
  codeLabel: '6-digit code',
  codeExpires: (time: string) => `The code works until ${time}.`,
  triesLeft: (tries: number) => plural(tries, { one: '# try left.', other: '# tries left.' }),
  resend: 'Send a new code',
  resent: 'We sent a new code. Only the newest one works.',
  oldContact: (phone: Words): Words => ['Do you no longer use this? Call ', phone, '.'],
  startOver: 'Start over',
};
