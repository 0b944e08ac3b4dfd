/**
 * Measures one way of making a feed, in a process that does nothing else: whenever a line comes, it says how many
 * milliseconds of CPU the way takes now.
 */
import { createInterface } from 'node:readline';
import { createFeed, type FeedShape, type Subject, workOf } from './deflate-subjects.ts';
import { cpuMs } from './measure.ts';

const { shape, subject } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly shape: FeedShape;
  readonly subject: Subject;
};
// The loop over readings is compiled beside the work: on a busy machine that takes dozens of feeds.
const warmUp = 120;
const times = 3;
const work = await workOf(subject, createFeed(shape));
await cpuMs(work, warmUp);
for await (const _ of createInterface(process.stdin)) {
  // What the others did meanwhile has emptied the caches of the processor.
  await work();
  console.log(await cpuMs(work, times));
}
