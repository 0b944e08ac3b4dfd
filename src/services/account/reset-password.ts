import { isKeyedDigest, keyedDigest } from '../../platform/keyed-digest.ts';
import { addressOwner } from '../../platform/network-address.ts';
import {
  findThirdPartyAccountByEmail,
  findThirdPartyAccountByUid,
} from '../../storage/third-party-accounts.ts';
import { type ComposedMail, enqueueMail } from '../mail/enqueue-mail.ts';
import type { NewSession } from '../session/session.ts';
import { clearThrottle, takeTurn } from '../throttle/throttle.ts';
import { accountThrottleKey } from './check-credentials.ts';
import { isEmail, normalEmail } from './email.ts';
import { type PasswordContext, type PasswordRequest, replacePassword } from './own-password.ts';
import { type PasswordFault, passwordFault } from './password-fault.ts';

const purpose = 'reset the password of a developer';

/** How long the link of a mail works. */
const linkMilliseconds = 60 * 60_000;

type ResetContext = PasswordContext & { readonly secretKey: Uint8Array };

/**
 * What the link of a mail carries. It is good for the password that the account had: the first who uses one of them, or
 * changes the password in another way, makes all of them worthless.
 */
export interface ResetLink {
  /** uid of the account. */
  readonly account: string;
  /** Milliseconds. */
  readonly until: number;
  readonly key: string;
}

const subjectOf = (account: string, until: number, passwordHash: string): string =>
  `${account} ${until} ${passwordHash}`;

/**
 * Sends a developer who forgot the password a link to choose a new one, at most a few times in a row. Where nobody has an account with that address nothing
 * is sent, and nothing is said.
 */
export async function sendResetLink(
  { db, clock, secretKey }: ResetContext,
  {
    email: entered,
    utilityId,
    ipAddress,
    language,
    mailOf,
  }: {
    readonly email: string;
    readonly utilityId: number;
    readonly ipAddress: string;
    readonly language: string;
    readonly mailOf: (input: { readonly email: string; readonly link: ResetLink }) => ComposedMail;
  },
): Promise<
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused'; readonly fault: 'required' | 'email_invalid' }
  | { readonly outcome: 'locked'; readonly until: number }
> {
  const email = normalEmail(entered);
  if (email === '') return { outcome: 'refused', fault: 'required' };
  if (!isEmail(email)) return { outcome: 'refused', fault: 'email_invalid' };
  const shut = await takeTurn({ db, clock }, [
    { kind: 'account', value: `reset links to ${email}` },
    { kind: 'address', value: `reset links ${addressOwner(ipAddress)}` },
  ]);
  if (shut !== undefined) return { outcome: 'locked', until: shut };
  const known = await findThirdPartyAccountByEmail(db, email);
  const until = clock.now() + linkMilliseconds;
  const account = known?.uid ?? '';
  const key = keyedDigest(secretKey, purpose, subjectOf(account, until, known?.passwordHash ?? ''));
  // Written in any case, so that the answer takes as long.
  const mail = mailOf({ email, link: { account, until, key } });
  if (known === undefined) return { outcome: 'sent' };
  await db.transaction(async (tx) => {
    await enqueueMail({ tx, clock }, { utilityId, to: email, language, mail, secret: true });
  });
  return { outcome: 'sent' };
}

/** The account of a link that works; undefined when it is not ours, is too old, or was overtaken. */
export async function findResetAccount(
  { db, clock, secretKey }: ResetContext,
  { account: uid, until, key }: ResetLink,
) {
  if (!(until > clock.now())) return undefined;
  const account = await findThirdPartyAccountByUid(db, uid);
  if (account === undefined) return undefined;
  const subject = subjectOf(uid, until, account.passwordHash);
  return isKeyedDigest(secretKey, { purpose, subject, digest: key }) ? account : undefined;
}

/** Gives the account of a link a new password, and signs in. `over` when the link does not work any more. */
export async function resetPassword(
  context: ResetContext,
  request: PasswordRequest,
  { link, password }: { readonly link: ResetLink; readonly password: string },
): Promise<
  | { readonly outcome: 'done'; readonly next: NewSession }
  | { readonly outcome: 'refused'; readonly email: string; readonly fault: PasswordFault }
  | { readonly outcome: 'over' }
> {
  const account = await findResetAccount(context, link);
  if (account === undefined) return { outcome: 'over' };
  const { email } = account;
  const fault = passwordFault(password);
  if (fault !== undefined) return { outcome: 'refused', email, fault };
  const next = await replacePassword(context, 'developers', request, { account, password });
  if (next === undefined) return { outcome: 'over' };
  // Whoever reads the mails of the address is its owner: tries of others do not keep them out.
  await clearThrottle(context, [
    accountThrottleKey({ area: 'developers', utilityId: request.utilityId, email }),
  ]);
  return { outcome: 'done', next };
}
