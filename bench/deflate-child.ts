/** Measures one way of making a feed, in a process that does nothing else; prints milliseconds of its CPU. */
import { createFeed, type FeedShape, type Subject, workOf } from './deflate-subjects.ts';
import { compareCpu } from './measure.ts';

const { shape, subject } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly shape: FeedShape;
  readonly subject: Subject;
};
// The loop over readings is compiled beside the work: on a busy machine that takes dozens of feeds.
const warmUp = 120;
const { work } = await compareCpu({ work: await workOf(subject, createFeed(shape)) }, { warmUp });
process.stdout.write(String(work));
