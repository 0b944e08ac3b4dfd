import type { Queryable } from '../../storage/database.ts';
import type { Registration } from '../../storage/registrations.ts';
import { findSandboxSteps, type SandboxSteps } from '../../storage/sandbox-steps.ts';

/** A step of the sandbox, with when it was first done, milliseconds. */
export interface SandboxStep {
  readonly step: keyof SandboxSteps;
  readonly doneAt?: number;
}

const steps = ['authorized', 'token', 'batch', 'refreshed', 'revoked', 'notified'] as const;

/**
 * What a third party has tried so far, as its requests show. Without a notify URI there is nothing to answer, and
 * that step is left out.
 */
export async function sandboxChecklist(
  { db }: { readonly db: Queryable },
  { registration }: { readonly registration: Registration },
): Promise<SandboxStep[]> {
  const found = await findSandboxSteps(db, registration.id);
  return steps
    .filter((step) => step !== 'notified' || registration.notifyUri !== null)
    .map((step) => {
      const doneAt = found[step];
      return doneAt === null ? { step } : { step, doneAt };
    });
}
