/** How a reading came about: what flowed, which way, over which time and how good the number is. */
import { numericCodes } from './define.ts';

const uInt16 = { open: true, min: 0, max: 65_535 } as const;

/**
 * How values of a channel add up over time.
 *
 * @see espi.xsd AccumulationKind
 */
export const accumulationKind = numericCodes(
  'AccumulationKind',
  {
    0: 'none applies, or the unit says it',
    1: 'bulk quantity: a register that only counts up',
    2: 'continuous cumulative: past billing periods and the present one together',
    3: 'cumulative: past billing periods together',
    4: 'delta data: the difference between the ends of an interval',
    6: 'indicating: what the needle shows now',
    9: 'summation: a bulk quantity of chosen times',
    10: 'time delay: computed with a delay',
    12: 'instantaneous: measured in the shortest time that there is',
    13: 'latching quantity: a count that holds at its end until it is reset',
    14: 'bounded quantity: a count that stops at its bound',
  },
  uInt16,
);

/**
 * What is delivered.
 *
 * @see espi.xsd CommodityKind
 */
export const commodityKind = numericCodes(
  'CommodityKind',
  {
    0: 'none applies',
    1: 'electricity, metered behind the transformers of the meter',
    2: 'electricity, metered before the transformers of the meter',
    3: 'communication',
    4: 'air',
    5: 'insulating gas',
    6: 'insulating oil',
    7: 'natural gas',
    8: 'propane',
    9: 'drinking water',
    10: 'steam',
    11: 'waste water',
    12: 'warm fluid for heating',
    13: 'cool fluid for cooling',
    14: 'water not for drinking',
    15: 'nitrogen oxides',
    16: 'sulphur dioxide',
    17: 'methane',
    18: 'carbon dioxide',
    19: 'carbon',
    20: 'hexachlorocyclohexane',
    21: 'perfluorocarbons',
    22: 'sulphur hexafluoride',
    23: 'television',
    24: 'internet',
    25: 'refuse',
    26: 'electricity taken straight from the transmission grid',
  },
  uInt16,
);

/**
 * What a value stands for among the values of its time.
 *
 * @see espi.xsd DataQualifierKind
 */
export const dataQualifierKind = numericCodes(
  'DataQualifierKind',
  {
    0: 'none applies',
    2: 'average',
    4: 'excess over a threshold',
    5: 'upper threshold',
    7: 'lower threshold',
    8: 'largest value',
    9: 'smallest value',
    11: 'nominal value',
    12: 'normal value',
    16: 'second largest value',
    17: 'second smallest value',
    23: 'third largest value',
    24: 'fourth largest value',
    25: 'fifth largest value',
    26: 'sum',
  },
  uInt16,
);

/**
 * Which way it flows, seen from the grid; Q1 to Q4 are the quadrants of active and reactive power.
 *
 * @see espi.xsd FlowDirectionKind
 */
export const flowDirectionKind = numericCodes(
  'FlowDirectionKind',
  {
    0: 'none applies',
    1: 'forward: from the grid to the customer',
    2: 'lagging',
    3: 'leading',
    4: 'net: forward less reverse',
    5: 'Q1 plus Q2',
    7: 'Q1 plus Q3',
    8: 'Q1 plus Q4',
    9: 'Q1 less Q4',
    10: 'Q2 plus Q3',
    11: 'Q2 plus Q4',
    12: 'Q2 less Q3',
    13: 'Q3 plus Q4',
    14: 'Q3 less Q2',
    15: 'Q1',
    16: 'Q2',
    17: 'Q3',
    18: 'Q4',
    19: 'reverse: from the customer to the grid',
    20: 'total: forward and reverse together',
    21: 'total of the phases, each by itself',
  },
  uInt16,
);

/**
 * The phases that are measured: A, B, C and N are those of a three-phase service, S1 and S2 those of a split
 * single phase.
 *
 * @see espi.xsd PhaseCodeKind
 */
export const phaseCodeKind = numericCodes(
  'PhaseCodeKind',
  {
    0: 'no phase applies',
    16: 'N',
    17: 'N to ground',
    32: 'C',
    33: 'C to N',
    40: 'C against the voltage of A',
    41: 'A and C to N',
    64: 'B',
    65: 'B to N',
    66: 'B to C',
    72: 'B against the voltage of A',
    96: 'A to C',
    97: 'B and C to N',
    128: 'A',
    129: 'A to N',
    132: 'A to B',
    136: 'current of A against the voltage of A',
    193: 'A and B to N',
    224: 'A, B and C',
    225: 'A, B and C to N',
    256: 'S2',
    272: 'S2 to N',
    512: 'S1',
    528: 'S1 to N',
    768: 'S1 to S2',
    769: 'S1 and S2 to N, as split-phase services are usually coded',
    784: 'S1, S2 and N',
  },
  uInt16,
);

/**
 * How far a value can be trusted, and why.
 *
 * @see espi.xsd QualityOfReading
 */
export const qualityOfReading = numericCodes(
  'QualityOfReading',
  {
    0: 'valid: passed every check, or was verified',
    7: 'edited or approved by a person',
    8: 'estimated from days like this one',
    9: 'interpolated between its neighbours',
    10: 'questionable: failed a check',
    11: 'derived: computed from other values',
    12: 'projected: a forecast',
    13: 'mixed: of more than one quality',
    14: 'raw: not yet checked',
    15: 'adjusted for the weather',
    16: 'of some other quality',
    17: 'validated, perhaps with edits and estimates by the rules',
    18: 'verified: failed a check but is real',
    19: 'good enough to be billed',
  },
  uInt16,
);

/**
 * The fine period of a measurement, in minutes where it is one.
 *
 * @see espi.xsd TimeAttributeKind
 */
export const timeAttributeKind = numericCodes(
  'TimeAttributeKind',
  {
    0: 'none applies',
    1: '10 minutes',
    2: '15 minutes',
    3: '1 minute',
    4: '24 hours',
    5: '30 minutes',
    6: '5 minutes',
    7: '60 minutes',
    10: '2 minutes',
    14: '3 minutes',
    15: 'the present period',
    16: 'the period before, moved into the previous month',
    31: '20 minutes',
    50: 'fixed block of 60 minutes',
    51: 'fixed block of 30 minutes',
    52: 'fixed block of 20 minutes',
    53: 'fixed block of 15 minutes',
    54: 'fixed block of 10 minutes',
    55: 'fixed block of 5 minutes',
    56: 'fixed block of 1 minute',
    57: 'rolling block of 60 minutes in steps of 30',
    58: 'rolling block of 60 minutes in steps of 20',
    59: 'rolling block of 60 minutes in steps of 15',
    60: 'rolling block of 60 minutes in steps of 12',
    61: 'rolling block of 60 minutes in steps of 10',
    62: 'rolling block of 60 minutes in steps of 6',
    63: 'rolling block of 60 minutes in steps of 5',
    64: 'rolling block of 60 minutes in steps of 4',
    65: 'rolling block of 30 minutes in steps of 15',
    66: 'rolling block of 30 minutes in steps of 10',
    67: 'rolling block of 30 minutes in steps of 6',
    68: 'rolling block of 30 minutes in steps of 5',
    69: 'rolling block of 30 minutes in steps of 3',
    70: 'rolling block of 30 minutes in steps of 2',
    71: 'rolling block of 15 minutes in steps of 5',
    72: 'rolling block of 15 minutes in steps of 3',
    73: 'rolling block of 15 minutes in steps of 1',
    74: 'rolling block of 10 minutes in steps of 5',
    75: 'rolling block of 10 minutes in steps of 2',
    76: 'rolling block of 10 minutes in steps of 1',
    77: 'rolling block of 5 minutes in steps of 1',
  },
  uInt16,
);

/**
 * The coarse period that a value is for.
 *
 * @see espi.xsd TimePeriodOfInterest
 */
export const timePeriodOfInterest = numericCodes(
  'TimePeriodOfInterest',
  {
    0: 'none applies',
    8: 'billing period',
    11: 'day',
    13: 'month',
    22: 'season',
    24: 'week',
    32: 'the period that the message states',
  },
  uInt16,
);
