import { loadCertificates } from './load-certificates.ts';
import { mailSettings } from './mail-settings.ts';
import type { Config } from './options.ts';
import { processCount } from './process-count.ts';

/**
 * Makes sure that a server would start with these options: that those are set that others need, and that the files they
 * name can be read.
 *
 * @throws AppError `invalid_config`.
 */
export async function checkConfig(config: Config): Promise<void> {
  processCount(config);
  mailSettings(config);
  await loadCertificates(config);
}
