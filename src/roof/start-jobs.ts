import type { Registry } from 'prom-client';
import { mailSettings } from '../config/mail-settings.ts';
import type { Config } from '../config/options.ts';
import { type JobsContext, jobHandlers } from '../jobs/handlers.ts';
import { type Runner, startJobs } from '../jobs/runner.ts';
import { regularJobKinds } from '../jobs/schedule.ts';
import { createHttpClient, type OutgoingAddresses } from '../platform/http-client.ts';
import { bareHost, isLoopbackAddress } from '../platform/network-address.ts';
import { openSmtp } from '../platform/smtp.ts';
import { plantJobs } from '../services/maintenance/work-queue.ts';
import { mailTemplates } from '../web/mails/mail-templates.ts';
import { countJobsDone } from './start-metrics.ts';

type Core = Omit<JobsContext, 'httpClient' | 'mailTransport' | 'mailTemplates'>;

/** Where notifications may go when nothing is set: a trial on one machine has its third party there too. */
function usualAddresses(publicUrl: string): OutgoingAddresses {
  const host = bareHost(new URL(publicUrl).hostname);
  return host === 'localhost' || isLoopbackAddress(host) ? 'loopback' : 'public';
}

/** Starts the worker of this process: mails, notifications, reminders, and what comes round. */
export async function startWorker(
  core: Core,
  config: Config,
  registry: Registry,
): Promise<Pick<Runner, 'stop'>> {
  const mail = mailSettings(config);
  const mailTransport = mail === undefined ? undefined : openSmtp(mail);
  const context: JobsContext = {
    ...core,
    mailTransport,
    mailTemplates: mailTemplates(core),
    httpClient: createHttpClient({ addresses: config.outgoingAddresses ?? usualAddresses(core.publicUrl) }),
  };
  await plantJobs(core, regularJobKinds);
  const runner = startJobs({ ...context, onJobEnd: countJobsDone(registry) }, jobHandlers(context));
  return {
    stop: async (graceMs) => {
      await runner.stop(graceMs);
      mailTransport?.close();
    },
  };
}
