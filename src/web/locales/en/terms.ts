import type { BearerKind } from '../../../services/authorization/refusal.ts';
import type {
  AuthorizationState,
  BillFact,
  EndCause,
  RegistrationState,
  ServiceKind,
  StopReason,
  TestScenario,
} from '../../vocabulary.ts';

const services: Record<ServiceKind, string> = {
  electricity: 'Electricity',
  gas: 'Natural gas',
  water: 'Water',
  heat: 'Heating and cooling',
  other: 'Other service',
};

const billFacts: Record<BillFact, string> = {
  postal_code: 'Postal code of the service address',
  bill_total: 'Total of your latest bill',
  bill_date: 'Date of your latest bill',
  meter_number: 'Meter number',
  phone: 'Phone number on your account',
  last_name: 'Last name on your account',
};

const endCauses: Record<EndCause, (thirdParty: string, utility: string) => string> = {
  customer: () => 'You stopped it.',
  third_party: (thirdParty) => `${thirdParty} gave it up.`,
  operator: (_, utility) => `${utility} ended it.`,
  expired: () => 'It came to the end that you had chosen.',
  idle: (thirdParty) => `${thirdParty} did not use it for a long time, so it ended by itself.`,
  security: () => 'We ended it to keep your data safe: its key was used in a way that was not right.',
};

const stopReasons: Record<StopReason, string> = {
  done: 'I no longer need the service',
  not_used: 'I do not use this app',
  worried: 'I worry about my privacy',
  mistake: 'I shared by mistake',
  other: 'Something else',
};

const registrationStates: Record<RegistrationState, string> = {
  waiting: 'Waiting for review',
  question: 'Question asked',
  declined: 'Declined',
  approved: 'Approved',
  live: 'Live',
  suspended: 'Suspended',
  terminated: 'Terminated',
};

const authorizationStates: Record<AuthorizationState, string> = {
  active: 'Active',
  ended: 'Ended',
  declined: 'Declined',
};

const tokenKinds: Record<BearerKind, string> = {
  access_token: 'access token',
  client_access_token: 'client access token',
  api_token: 'personal API token',
  registration_access_token: 'registration access token',
};

const scenarios: Record<TestScenario, string> = {
  home: 'A plain home: electricity, hourly, 13 months.',
  flat: 'A flat: electricity every quarter hour, 13 months.',
  solar: 'Solar panels on the roof: electricity used and sent to the grid; gas and water too.',
  gas: 'Natural gas.',
  water: 'Water.',
  commercial: 'A business: electricity with its cost, demand charges and power quality.',
  clock_change: 'Readings across the days when the clock changes.',
  gaps: 'Estimated and missing readings.',
  corrected_bill: 'A bill that was corrected later.',
  closed: 'An account that is closed.',
  empty: 'An account with nothing to share.',
  slow_batch: 'A batch that is not ready at once (202).',
  expired: 'Sharing that has ended.',
  large: 'Very many meters.',
};

/** Words for the closed lists. */
export const terms = {
  services,
  billFacts,
  endCauses,
  stopReasons,
  registrationStates,
  authorizationStates,
  tokenKinds,
  scenarios,
};
