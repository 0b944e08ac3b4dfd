import type { DataKind } from '../../../espi/function-blocks.ts';

/** What a customer reads about a kind of data: its name, one sentence, and exactly what is in it. */
interface DataKindWords {
  readonly name: string;
  readonly summary: string;
  readonly items: readonly string[];
}

export const dataKinds: Record<DataKind, DataKindWords> = {
  intervals: {
    name: 'Energy use over time',
    summary: 'How much you used, and sent to the grid if you do, for each hour or a shorter time.',
    items: [
      'The amount that each meter measured in each interval, and when',
      'Energy that you sent to the grid, measured apart',
      'The cost of each interval, where we have it',
      'Whether a reading was measured, estimated or corrected',
      'What the meter measures: electricity, gas or water, its unit and time zone',
    ],
  },
  usageSummaries: {
    name: 'Bills and costs',
    summary: 'The totals and charges on your bills.',
    items: [
      'The billing period and the date of each bill',
      'The total amount used, and the highest demand where it is recorded',
      'What you were charged, line by line where we have it',
      'What this billing period cost so far, where we know it',
      'The name of your rate',
      'The bill as a document, where we keep it',
    ],
  },
  qualitySummaries: {
    name: 'Power quality',
    summary: 'How steady the power at your meter was.',
    items: [
      'How many interruptions there were, and how long they lasted',
      'Times when the voltage was too low or too high',
      'Frequency, flicker and other disturbances, where they are measured',
    ],
  },
  customer: {
    name: 'Account and service address',
    summary: 'Your name, account number and where the meter is.',
    items: [
      'Your name and mailing address, and the contact details that we have on file',
      'The account number, and whether the account is open',
      'The address of each place that we serve',
      'The rate or contract of each service, and your energy supplier',
      'Your meters and other devices: their numbers and types',
      'The programs that you take part in',
      'Your bills as documents, where we keep them',
    ],
  },
};
