import type { CliContext, OpenCustodian } from './context.ts';

/** Opens the installation for one command and closes it afterwards, also when the command fails. */
export async function withCustodian<T>(
  context: Pick<CliContext, 'open'>,
  command: string,
  work: (custodian: OpenCustodian) => Promise<T>,
): Promise<T> {
  const custodian = await context.open(command);
  try {
    return await work(custodian);
  } finally {
    await custodian.close();
  }
}
