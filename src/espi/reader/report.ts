import { clip, excerpt, type Finding, type FindingCode, type RepeatedFinding } from './finding.ts';

/** A fault as the reader meets it; the mode decides how severe it is. */
export interface Problem {
  readonly line: number;
  readonly column?: number;
  readonly element: string;
  readonly code: FindingCode;
  readonly message: string;
  readonly value?: string | undefined;
  /** True when import mode understands it all the same. */
  readonly tolerated?: boolean;
}

export interface Reporter {
  report(problem: Problem): void;
  /** Errors reported so far. */
  errors(): number;
  repeated(): RepeatedFinding[];
}

/** More different kinds of warning than this are not told apart, so that a hostile file cannot fill memory. */
const mostKinds = 1_000;

/**
 * Turns problems into findings: all of them errors in strict mode; in import mode what is tolerated is a
 * warning, handed over the first time only and counted after that. Errors are always handed over.
 */
export function createReporter(strict: boolean, onFinding: (finding: Finding) => void): Reporter {
  const warnings = new Map<string, { first: Finding; count: number }>();
  let errors = 0;
  return {
    report({ tolerated = false, value, element, message, ...rest }) {
      const severity = tolerated && !strict ? 'warning' : 'error';
      const finding: Finding = {
        severity,
        ...rest,
        // A hostile file may have names of any length.
        element: clip(element, 200),
        message: clip(message, 500),
        ...(value === undefined ? {} : { value: excerpt(value) }),
      };
      if (severity === 'warning') {
        const kind = `${finding.code} ${finding.element}`;
        const known = warnings.get(kind);
        if (known !== undefined) known.count += 1;
        if (known !== undefined || warnings.size >= mostKinds) return;
        warnings.set(kind, { first: finding, count: 1 });
      } else {
        errors += 1;
      }
      onFinding(finding);
    },
    errors: () => errors,
    repeated: () => [...warnings.values()].filter(({ count }) => count > 1),
  };
}
