import { cutBulkJobKind } from '../services/bulk/enqueue-bulk-cut.ts';
import { buildFeedJobKind } from '../services/large-feed/enqueue-build.ts';
import { mailJobKind } from '../services/mail/enqueue-mail.ts';
import { notificationJobKind } from '../services/notification/enqueue-notification.ts';
import { registrationEndJobKind } from '../services/registration/end-authorizations-of.ts';
import { longRegularJobKinds } from './schedule.ts';

/** Kinds of jobs that wait for each other, and for no others. */
export interface Lane {
  readonly kinds: readonly string[];
  /** How many of them a worker does at a time. */
  readonly slots: number;
  /** Whether third parties take turns: where one asks for so much that the others would wait for it. */
  readonly turns?: boolean;
}

const slots = 4;

/** The lanes that are bounded by themselves; what stands in none has one together. */
const lanes: readonly Lane[] = [
  // They take seconds of CPU, or minutes; more of them at a time would not be done sooner.
  { kinds: [buildFeedJobKind, cutBulkJobKind], slots: slots / 2, turns: true },
  { kinds: [...longRegularJobKinds, registrationEndJobKind], slots: slots / 2 },
  // They wait for the servers of others: up to half a minute for a mail, ten seconds for a notification.
  { kinds: [mailJobKind], slots },
  { kinds: [notificationJobKind], slots },
];

/** The lanes of a worker that does jobs of these kinds. */
export function lanesOf(kinds: readonly string[]): Lane[] {
  const bounded = new Set(lanes.flatMap((lane) => lane.kinds));
  const rest = { kinds: kinds.filter((kind) => !bounded.has(kind)), slots };
  return [...lanes, rest]
    .map((lane) => ({ ...lane, kinds: lane.kinds.filter((kind) => kinds.includes(kind)) }))
    .filter((lane) => lane.kinds.length > 0);
}
