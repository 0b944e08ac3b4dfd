/**
 * The memory of the kernel, in AssemblyScript. All numbers that end in `At` are places in bytes; those of a slot count
 * from its beginning. Nothing is kept from call to call but what the caller puts into memory.
 */

/** Numbers below this are told by tables, four digits at once. */
export const tabled: i32 = 10_000;
/** Distances up to this have all their bits in one entry. */
export const nearest: i32 = 512;
/** Readings that the columns hold. */
export const mostReadings: i32 = 4096;
/** Bytes of the longest row whose numbers are unpacked here. */
export const mostRowBytes: i32 = 32_768;
/** Slots: each has the tables of the codes of a block, and of the template that was written last with them. */
export const slots: i32 = 16;
/** A reading is only begun before this many bytes: there is room for the longest behind. */
export const mostOut: i32 = 8192;
export const longestReading: i32 = 64;

/** What is told about a piece of a row and what is told back: places of 32-bit integers. */
export const registerAt: i32 = 0;
export const costAt: i32 = 4;
export const valueAt: i32 = 8;
export const costLengthAt: i32 = 12;
export const valueLengthAt: i32 = 16;
export const restAt: i32 = 20;
export const restBitsAt: i32 = 24;
export const outLengthAt: i32 = 28;
export const pendingAt: i32 = 32;
export const distanceAt: i32 = 36;
export const sizeAt: i32 = 40;
/** A 64-bit float: the start before the first reading. */
export const startAt: i32 = 48;

/** The bytes of a row, and its columns as 64-bit floats. */
export const rowAt: i32 = 64;
export const startsAt: i32 = rowAt + mostRowBytes + 64;
export const valuesAt: i32 = startsAt + 8 * mostReadings;
export const costsAt: i32 = valuesAt + 8 * mostReadings;
/** One more, for numbers that are kept elsewhere. */
export const spareAt: i32 = costsAt + 8 * mostReadings;
/** The bytes that were made. */
export const outAt: i32 = spareAt + 8 * mostReadings;
export const firstSlotAt: i32 = outAt + mostOut + longestReading;

export const mapBytes: i32 = 4096;
/**
 * In a slot: for each number below 10,000 two integers. First the codes of its four digits, leading zeros included;
 * from bit 24 on how many bits these are; from bit 29 on how many zeros lead. Then the four digits as ASCII, the first
 * in the lowest byte.
 */
export const numbersAt: i32 = 0;
/** The CRC maps of four digits, three, two and one. */
export const digitMapsAt: i32 = numbersAt + 8 * tabled;
/** Code and extra bits of each length, and of each near distance. */
export const runsAt: i32 = digitMapsAt + 4 * mapBytes;
export const nearAt: i32 = runsAt + 4 * 259;
/** The codes of the ten digits, and how many bits that of `0` has. */
export const digitsAt: i32 = nearAt + 4 * (nearest + 1);
export const zeroBitsAt: i32 = digitsAt + 4 * 10;
/** The maps of a number's last group of digits with all that follows it: of four digits, three, two and one. */
export const costMapsAt: i32 = zeroBitsAt + 4;
export const valueMapsAt: i32 = costMapsAt + 4 * mapBytes;
export const middleMapAt: i32 = valueMapsAt + 4 * mapBytes;
export const gapMapAt: i32 = middleMapAt + mapBytes;
/** What the pairs of digits of a start do to the register, a hundred for each pair. */
export const startEffectsAt: i32 = gapMapAt + mapBytes;
/** Of the template, integers in this order. */
export const traitsAt: i32 = startEffectsAt + 4 * 500;
export const hasCostAt: i32 = traitsAt;
export const hasValueAt: i32 = traitsAt + 4;
export const joinsAt: i32 = traitsAt + 8;
export const foldsAt: i32 = traitsAt + 12;
export const beforeCostAt: i32 = traitsAt + 16;
export const beforeStartAt: i32 = traitsAt + 20;
export const afterStartAt: i32 = traitsAt + 24;
export const afterValueAt: i32 = traitsAt + 28;
export const middleConstantAt: i32 = traitsAt + 32;
export const valueConstantAt: i32 = traitsAt + 36;
export const gapConstantAt: i32 = traitsAt + 40;
/**
 * A *step* is what it takes to write a start by the one before. Starts that are equally far apart share their steps,
 * which are found by the last four digits: those of quarters of an hour are a hundred. Integers: seconds from start to
 * start, or 0 where no steps are kept; the last four digits of a start are `residue` plus multiples of `unit`.
 */
export const stepAt: i32 = traitsAt + 44;
export const residueAt: i32 = stepAt + 4;
export const unitAt: i32 = stepAt + 8;
export const mostSteps: i32 = 500;
/** Steps that are kept, made when they are needed, and the one of starts that are not in step. */
export const stepsAt: i32 = stepAt + 12;
export const stepBytes: i32 = 20;
export const oddStepAt: i32 = stepsAt + mostSteps * stepBytes;
export const slotBytes: i32 = oddStepAt + stepBytes;

/** In a step: codes of the digits that differ, 0 where it is not made yet. */
export const digitCodesAt: i32 = 0;
/** Code of the run that begins with the equal digits behind and ends before the value. */
export const runAfterAt: i32 = 4;
/** How many digits in front are equal, and how many behind. */
export const aheadAt: i32 = 8;
export const behindAt: i32 = 12;
/** What the last four digits do to the CRC's register by the end of what follows the start. */
export const effectAt: i32 = 16;

/** The bits of a packed code without their count, which is above them. */
export const mask: u32 = 0xffffff;
/** Numbers below this have at most eight digits, in two groups of four. */
export const most: u64 = 100_000_000;
