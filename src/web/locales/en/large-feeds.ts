import type { ComponentChildren as Words } from 'preact';

/** Feeds that are written once and kept, and bulks. */
export const largeFeeds = {
  title: 'Large feeds',
  lead: 'What is too large to be made while its reader waits is written once: the address answers 202 until it is there, then 200 as long as it is kept. Bulks are written the same way.',
  feed: 'Feed',
  kinds: {
    authorization: 'One authorization',
    everything: 'All authorizations',
    bulk: 'Bulk: what changed',
  },
  state: 'State',
  stages: {
    queued: 'Queued',
    waiting: 'Waits for an import',
    writing: 'Being written',
    failed: 'Failed',
    ready: 'Ready',
  },
  progress: (percent: string, readings: string) => `${percent} of about ${readings} readings`,
  readings: (readings: string) => `${readings} readings`,
  nextTry: (time: Words): Words => ['Next try: ', time],
  size: 'Size',
  since: 'Asked for',
  lastRead: (time: Words): Words => ['Last read ', time],
  notRead: 'Not read yet',
  expires: 'Kept until',
  empty: 'No large feed is kept at present.',
};
