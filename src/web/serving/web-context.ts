import type { HttpContext } from '../../http/context.ts';
import type { findUtilityOf } from '../../services/registration/find-utility.ts';
import type { signIn } from '../../services/session/sign-in.ts';

/** A utility as the services know it. */
export type Utility = NonNullable<Awaited<ReturnType<typeof findUtilityOf>>>;

/** What the pages need from the roof. */
export interface WebContext extends Omit<HttpContext, 'db'> {
  readonly db: Parameters<typeof signIn>[0]['db'];
  /** Of this program, as the operators' overview shows it. */
  readonly version: string;
  /** No mail server is set up: mails stay in the outbox, and operators may read them there. */
  readonly keepsMail: boolean;
}
