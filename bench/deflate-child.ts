/** Measures one way of making a feed, in a process that does nothing else; prints milliseconds of its CPU. */
import { type Subject, workOf } from './deflate-subjects.ts';
import { compareCpu } from './measure.ts';
import { createMeterYear, type MeterYear } from './meter-year.ts';

const { year, subject } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly year: MeterYear;
  readonly subject: Subject;
};
const { work } = await compareCpu({ work: await workOf(subject, createMeterYear(year)) });
process.stdout.write(String(work));
