/** Sizes beyond which a document is not read on, because no honest one comes near them. */
export const limits = {
  /** Longest run of text, comments or a tag, in characters. */
  text: 1_048_576,
  /** Deepest nesting of elements. */
  depth: 64,
  /** Most elements that one entry may hold beside its readings. */
  elements: 500_000,
  /** Most links of one entry. */
  links: 100_000,
} as const;
