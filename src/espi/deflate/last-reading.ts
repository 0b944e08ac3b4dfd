/** The reading of a template that was written last: the next one is told by how it differs. */
export interface LastReading {
  /** Its place in the feed. */
  at: number;
  start: number;
  /** NaN where it has none. */
  cost: number;
  value: number;
  /** How many characters they are; 0 where there is none. */
  costLength: number;
  valueLength: number;
}

/** What the CRC's register and the length of the text are so far. */
export interface TextTotals {
  register: number;
  size: number;
}
