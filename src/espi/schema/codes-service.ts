/** Codes of usage points, their place in a market, and lines of bills. */
import { numericCodes, wordCodes } from './define.ts';

const closed32 = { open: false, maxLength: 32 } as const;
const closed8 = { open: false, maxLength: 8 } as const;

/** What a usage point delivers. @see espi.xsd ServiceKind */
export const serviceKind = numericCodes(
  'ServiceKind',
  {
    0: 'electricity',
    1: 'gas',
    2: 'water',
    3: 'time',
    4: 'heat',
    5: 'refuse',
    6: 'sewerage',
    7: 'rates: a tax, a toll or a charge',
    8: 'television licence',
    9: 'internet',
  },
  { open: true, min: 0, max: 65_535 },
);

/** What a line of a bill is for. @see espi.xsd ItemKind */
export const itemKind = numericCodes(
  'ItemKind',
  {
    1: 'charge for the generation of energy',
    2: 'charge for the delivery of energy',
    3: 'charge for what was used',
    4: 'administrative charge',
    5: 'tax',
    6: 'credit for the generation of energy',
    7: 'credit for the delivery of energy',
    8: 'administrative credit',
    9: 'payment of an earlier bill',
    10: 'information only',
  },
  { open: true, min: 0, max: 65_535 },
);

/** How far a usage point can be read and billed remotely. @see espi.xsd AmiBillingReadyKind */
export const amiBillingReadyKind = wordCodes(
  'AmiBillingReadyKind',
  {
    amiCapable: 'the meter could communicate but lacks the module',
    amiDisabled: 'the meter could communicate but does not',
    billingApproved: 'the meter communicates and is approved for billing',
    enabled: 'the meter is able to communicate',
    nonAmi: 'the meter cannot communicate',
    nonMetered: 'there is no meter',
    operable: 'the meter communicates',
  },
  closed32,
);

/** Whether a usage point is connected to the grid. @see espi.xsd UsagePointConnectedKind */
export const usagePointConnectedKind = wordCodes(
  'UsagePointConnectedKind',
  {
    connected: 'connected',
    logicallyDisconnected: 'switched off in the meter',
    physicallyDisconnected: 'cut off before the meter',
  },
  closed32,
);

/** Kinds of aggregated pricing node. @see espi.xsd ApnodeType */
export const apnodeType = wordCodes(
  'ApnodeType',
  {
    AG: 'aggregated generation',
    CPZ: 'custom price zone',
    DPZ: 'default price zone',
    LAP: 'load aggregation point',
    TH: 'trading hub',
    SYS: 'system zone',
    CA: 'control area',
    DCA: 'designated congestion area',
    GA: 'aggregation of no special kind',
    GH: 'hub of no special kind',
    EHV: 'aggregation of nodes at 500 kV',
    ZN: 'zone',
    INT: 'interface',
    BUS: 'bus',
  },
  closed8,
);

/** Kinds of aggregated node. @see espi.xsd AnodeType */
export const anodeType = wordCodes(
  'AnodeType',
  {
    SYS: 'zone or region of the system',
    RUC: 'zone of residual unit commitment',
    LFZ: 'zone of load forecasts',
    REG: 'region of the market for energy and ancillary services',
    AGR: 'aggregate of generation',
    POD: 'point of delivery',
    ALR: 'aggregate of load',
    LTAC: 'group that shares a charge for access to transmission',
    ACA: 'neighbouring control area',
    ASR: 'aggregate of resources of the system',
    ECA: 'embedded control area',
  },
  closed8,
);

/** Part in the mitigation of local (L) and system (S) market power. No element has it. @see espi.xsd ParticipationCategoryMPM */
export const participationCategoryMpm = wordCodes(
  'ParticipationCategoryMPM',
  { Y: 'in both', N: 'in neither', S: 'in that of the system', L: 'in the local one' },
  { open: false, maxLength: 4 },
);

/** Which of a reading's free codes a mapping explains. @see espi.xsd tOUorCPPorConsumptionTier */
export const touOrCppOrConsumptionTier = wordCodes(
  'tOUorCPPorConsumptionTier',
  { tou: 'time of use', cpp: 'critical peak pricing', consumptiontier: 'tier of consumption' },
  { open: false },
);

/** Whether a customer takes part in a tariff rider. @see espi.xsd EnrollmentStatus */
export const enrollmentStatus = wordCodes(
  'EnrollmentStatus',
  { unenrolled: 'does not take part', enrolled: 'takes part', enrolledPending: 'is about to take part' },
  closed32,
);
