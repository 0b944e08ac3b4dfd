/** What the program's exit code tells a script. */
export const exitCodes = {
  ok: 0,
  /** It was tried and did not succeed, or what was checked is not valid. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** Nothing was done, or only a part. */
  partly: 3,
  /** Something that was named is not there. */
  notFound: 4,
  /** It was refused, as another process has the data or the state does not allow it. */
  refused: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
