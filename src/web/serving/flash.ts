import { openSecret, sealSecret } from '../../platform/crypto.ts';
import { saveSessionData } from '../../services/session/save-session-data.ts';
import type { Session } from '../../services/session/session.ts';
import type { WebContext } from './web-context.ts';

/** What one page leaves for the next: shown once, then gone. */
export interface Flash {
  /** What was done just now. */
  readonly done?: string;
  /** Secrets that were made just now. */
  readonly shown?: readonly { readonly kind: string; readonly value: string }[];
}

/** Leaves something for the next page. Sealed: there may be secrets in it, and it lies in the database until then. */
export async function leaveFlash(context: WebContext, session: Session, flash: Flash): Promise<void> {
  const sealed = sealSecret(context.secretKey, JSON.stringify(flash));
  await saveSessionData(context, { session, data: { ...session.data, flash: sealed } });
}

/** Takes what the page before left. */
export async function takeFlash(context: WebContext, session: Session): Promise<Flash> {
  const { flash, ...rest } = session.data;
  if (typeof flash !== 'string') return {};
  await saveSessionData(context, { session, data: rest });
  return JSON.parse(openSecret(context.secretKey, flash)) as Flash;
}
