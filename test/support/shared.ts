import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** Whether the schemas and real feeds lie beside the checkout. They are not part of the project. */
export const hasShared = existsSync(`${shared}espi-schemas`);

/** Path of a file beside the checkout: `sharedPath('samples', 'seed', 'electric-wh.xml')`. */
export const sharedPath = (...parts: readonly string[]): string => shared + parts.join('/');

/** `describe` that is skipped, and says why, where the schemas and real feeds are absent. */
export function describeWithShared(name: string, body: () => void): void {
  if (hasShared) describe(name, body);
  else
    describe.skip(
      `${name} (skipped: ../shared with the official schemas and sample feeds is not here)`,
      body,
    );
}
