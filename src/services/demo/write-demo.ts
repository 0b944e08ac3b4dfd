import { writeBatch } from '../ingest/write-batch.ts';
import { customersOf } from './customers.ts';
import { type DemoPortion, demoBatch } from './demo-batch.ts';
import type { DemoContext } from './demo-context.ts';

/**
 * Writes a portion of the demo: a transaction for each customer, the one with the reference meter last. A run that
 * was cut off is done again from the start: what is there already stays as it is.
 */
export async function writeDemo(
  context: Pick<DemoContext, 'db' | 'clock'>,
  utility: { readonly id: number },
  portion: DemoPortion,
): Promise<void> {
  for (const customer of customersOf(portion.place))
    await writeBatch(context, { utility, batch: await demoBatch(customer, portion) });
}
