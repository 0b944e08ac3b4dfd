import type { ChecklistStep, RegistrationState } from '../../vocabulary.ts';

const stateTexts: Record<RegistrationState, (utility: string) => string> = {
  waiting: (utility) =>
    `The sandbox works now, with test customers. ${utility} is looking at your registration and will write to you.`,
  question: (utility) => `${utility} has a question. The review goes on when you have answered.`,
  declined: (utility) =>
    `${utility} declined this registration. The sandbox still works. You can change your details and ask again.`,
  approved: () => 'You may go live now. Until you do, only test customers can share with you.',
  live: () => 'Customers can share their data with you.',
  suspended: (utility) => `${utility} suspended this registration: nobody can share, and no token works.`,
  terminated: (utility) => `${utility} ended this registration for good.`,
};

const checklist: Record<ChecklistStep, { title: string; hint: string }> = {
  token: { title: 'Get a token', hint: 'Exchange a code at the token address.' },
  authorized: { title: 'Have a test customer say yes', hint: 'Choose one under Test customers.' },
  batch: { title: 'Read a batch', hint: 'GET Batch/Subscription with the access token.' },
  notified: { title: 'Answer a notification', hint: 'Answer the POST to your notify URI with 200.' },
  refreshed: { title: 'Refresh a token', hint: 'Use grant_type=refresh_token.' },
  revoked: { title: 'End an authorization', hint: 'Revoke a token, or DELETE the Authorization.' },
};

/** The form of a third party, and its page. */
export const registration = {
  title: 'Register your app',
  editTitle: 'Change your registration',
  lead: (utility: string) =>
    `Customers of ${utility} read some of this before they decide. The sandbox opens as soon as you save.`,
  parts: {
    who: 'Who you are',
    customers: 'What customers read',
    technical: 'How your app connects',
    contact: 'Contacts',
    terms: 'Terms',
  },
  name: 'Name of the app',
  nameHint: 'As your customers know it.',
  company: 'Company',
  companyHint: 'The legal name.',
  site: 'Website',
  purposeEn: 'Purpose, in English',
  purposeFr: 'Purpose, in French',
  purposeHint:
    'One sentence that goes on from “Says it needs this …”. For example: to size a rooftop solar system for your home.',
  purposeFrHint: 'The same in French, for customers who read French.',
  logo: 'Logo',
  logoHint: 'PNG or JPEG, square, at most 200 kB.',
  logoKept: 'Leave this empty to keep the logo that you have.',
  privacyUrl: 'Privacy policy',
  termsUrl: 'Terms of service',
  customerContact: 'Contact for customers',
  customerContactHint: 'An e-mail address, a phone number or a web page.',
  customerData: 'The app cannot work without name, address and account details',
  customerDataHint:
    'Where your scope asks for them, customers can otherwise share their readings and bills without them.',
  contactEmail: 'Contact for us',
  contactEmailHint: 'We write here when something is wrong. Customers do not see it.',
  redirectUris: 'Redirect URIs',
  redirectUrisHint: 'One a line. They are compared letter by letter.',
  redirectUrisReview: (utility: string) =>
    `${utility} approves a new address before customers are sent to it.`,
  notifyUri: 'Notify URI',
  notifyUriHint: 'Where we POST when there is new data.',
  scope: 'Scope',
  scopeHint: 'What the form of the customer begins with when your link names no scope.',
  termsText: (version: string) => `We accept the terms for third parties, version ${version}.`,
  termsLink: 'Read the terms',
  preview: 'Preview',
  previewTitle: 'What customers will see',
  previewHint: 'Press Preview to see how the consent page shows you.',
  save: 'Register',

  state: 'State',
  stateTexts,
  sandbox: 'Sandbox',
  goLive: 'Switch to live',
  goSandbox: 'Switch back to the sandbox',
  goSandboxHint: 'Customers can then no longer share. What they share already goes on.',
  messageFrom: (utility: string, date: string) => `${utility} wrote on ${date}:`,
  answer: 'Your answer',
  sendAnswer: 'Send the answer',
  askAgain: 'Ask for a new review',
  details: 'Details',
  change: 'Change',
  saved: 'Your changes are saved.',
  registered: 'You are in. The sandbox works now.',
  answered: 'Your answer was sent.',
  wentLive: 'You are live.',
  wentSandbox: 'You are back in the sandbox.',
  uriApproved: 'Approved',
  uriWaiting: 'Waiting for approval',
  checklistTitle: 'First steps',
  checklistLead: 'We tick these off from your requests.',
  checklist,
  done: 'Done',
  open: 'Open',
};
