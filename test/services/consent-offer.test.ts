import { expect, test } from 'vitest';
import { parseScope } from '../../src/espi/scope.ts';
import { readChoices } from '../../src/services/customer/consent-choices.ts';
import { type ConsentOffer, consentOffer } from '../../src/services/customer/consent-offer.ts';
import type { CustomerMeter } from '../../src/services/customer/customer-meters.ts';
import { type UtilitySettings, utilityOf } from '../../src/storage/utilities.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const timeZone = 'America/Toronto';
const meter = (uid: string, unavailable?: CustomerMeter['unavailable']): CustomerMeter => ({
  id: 1,
  uid,
  address: '118 Mill Street',
  service: 'electricity',
  ...(unavailable === undefined ? {} : { unavailable }),
});

const offer = (scope: string, customers: NonNullable<UtilitySettings['customers']> = {}): ConsentOffer =>
  consentOffer({
    utility: utilityOf({
      ...{ id: 1, slug: 'demo', name: 'Demo', timeZone, currency: 124, branding: {} },
      settings: { customers },
    }),
    now,
    scope: parseScope(scope),
    meters: [meter('a'), meter('b', 'closed')],
  });

const historyOf = ({ history }: ConsentOffer) => [history.chosen, history.choices.length];

test('where nothing is asked: two years back, a year ahead, everything open', () => {
  const made = offer('FB=4_16_51');
  expect(historyOf(made)).toEqual([{ kind: 'months', months: 24 }, 3]);
  expect(made.duration).toMatchObject({
    choices: ['once', 'until', 'until_stopped'],
    chosen: 'until',
    day: '2027-11-24',
    first: '2026-11-25',
    last: '2029-11-24',
  });
  expect(made.meters.map(({ uid, checked }) => [uid, checked])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(made.dataKinds.map(({ kind, need, checked }) => [kind, need, checked])).toEqual([
    ['intervals', 'required', true],
    ['usageSummaries', 'required', true],
    ['customer', 'optional', false],
  ]);
});

test.each([
  ['FB=4;HistoryLength=0', { kind: 'none' }],
  ['FB=4;HistoryLength=13', { kind: 'months', months: 13 }],
  ['FB=4;HistoryLength=34128000', { kind: 'months', months: 13 }],
  ['FB=4;AdditionalScope=historical-1y', { kind: 'months', months: 12 }],
  ['FB=4;AdditionalScope=historical-none', { kind: 'none' }],
  // More than the utility shares.
  ['FB=4;AdditionalScope=historical-2019-01-01', { kind: 'months', months: 24 }],
  ['FB=4;HistoryLength=157680000', { kind: 'months', months: 24 }],
])('history of %s', (scope, chosen) => {
  expect(offer(scope).history.chosen).toEqual(chosen);
});

test.each([
  ['FB=4;PreferredAuthEndDate=0', 'until_stopped', ['once', 'until', 'until_stopped'], '2029-11-24'],
  ['FB=4;AdditionalScope=ongoing-2027-01-31', 'until', ['once', 'until'], '2027-01-31'],
  ['FB=4;AdditionalScope=ongoing-none', 'once', ['once'], '2029-11-24'],
])('end of %s: never later than asked', (scope, chosen, choices, last) => {
  expect(offer(scope).duration).toMatchObject({ chosen, choices, last });
});

test('a utility narrows what is offered', () => {
  const made = offer('FB=4_16_51', {
    dataKinds: ['customer'],
    durations: ['until'],
    longestMonths: 6,
    historyMonths: [3],
  });
  expect(made.dataKinds).toEqual([{ kind: 'customer', need: 'required', checked: true }]);
  expect(made.duration).toMatchObject({ choices: ['until'], day: '2027-05-24', last: '2027-05-24' });
  expect(historyOf(made)).toEqual([{ kind: 'months', months: 3 }, 2]);
});

test('the form of a fixed offer decides nothing but yes', () => {
  const made = offer('FB=4_51;AdditionalScope=noedit');
  const read = readChoices(
    made,
    { meters: [], kinds: [], history: 'none', duration: 'once', until: '', receiptEmail: '' },
    { timeZone },
  );
  expect(read).toMatchObject({
    meters: ['a'],
    choices: { history: { kind: 'months', months: 24 }, duration: { kind: 'until' } },
  });
  expect('choices' in read && [...read.choices.dataKinds]).toEqual(['intervals', 'customer']);
});

test('the last day counts whole', () => {
  const read = readChoices(
    offer('FB=4'),
    { meters: ['a'], kinds: [], history: '12', duration: 'until', until: '2027-03-13', receiptEmail: '' },
    { timeZone },
  );
  expect('choices' in read && read.choices.duration).toEqual({
    kind: 'until',
    at: Date.parse('2027-03-14T05:00:00Z'),
  });
});
