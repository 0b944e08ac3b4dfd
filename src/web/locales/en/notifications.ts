import { pluralIn } from '../../plural.ts';

const plural = pluralIn('en');

const events = {
  data: 'New data',
  authorization_ended: 'An authorization ended',
  registration_changed: 'Your registration changed',
  batch_ready: 'A batch is ready',
  test: 'Test',
};

const states = { waiting: 'Waiting', delivered: 'Delivered', failed: 'Failed', dropped: 'Not sent' };

/** What a third party was told, and how it is told. */
export const notifications = {
  title: 'Notifications',
  lead: 'When there is something new, we post a BatchList to your notify URI. Answer with any 2xx within 10 seconds and read the data later. Otherwise we try again, ever more seldom, for three days; 410 pauses everything.',
  sentTo: 'Notify URI',
  none: 'You have no notify URI yet, so nothing is sent.',
  addOne: 'Add a notify URI',
  pausedTitle: 'Notifications are paused',
  paused: (when: string) => `Your receiver answered 410 on ${when}. Nothing is sent until you resume.`,
  resume: 'Resume notifications',
  resumed: 'Notifications are sent again. What was missed can be sent once more below.',
  sendTest: 'Send a test',
  testSent: 'A test is on its way. Open this page again in a moment to see the answer.',
  replayed: 'The notification is sent once more.',
  secretTitle: 'Signing secret',
  secretText:
    'With a secret, every notification carries webhook-signature as Standard Webhooks describes it, so that you can tell that it is from us.',
  secretSince: (when: string) => `Made on ${when}.`,
  secretNone: 'You have no signing secret yet.',
  newSecret: 'New signing secret',
  shownTitle: 'Signing secret: copy it now',
  shownText: 'It will not be shown again. The one before still signs too for 24 hours.',
  sentTitle: 'Sent to you',
  empty: 'Nothing sent yet. Send a test.',
  when: 'When',
  what: 'What',
  state: 'State',
  answer: 'Answer',
  tries: 'Tries',
  milliseconds: (count: string) => `${count} ms`,
  status: (status: number) => `Status ${status}`,
  nextTry: (when: string) => `Next try: ${when}`,
  more: (count: number) => plural(count, { one: 'and # more', other: 'and # more' }),
  replay: 'Send again',
  replayOf: (uid: string) => `notification ${uid}`,
  events,
  states,
};
