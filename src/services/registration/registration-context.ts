import type { Clock } from '../../platform/clock.ts';
import type { Database, Queryable } from '../../storage/database.ts';
import type { Utility } from '../../storage/utilities.ts';
import type { ComposedMail } from '../mail/enqueue-mail.ts';

/** What a mail about a registration tells. `message` is the operator's own words. */
export type RegistrationMail =
  | { readonly kind: 'registered' }
  | { readonly kind: 'approved' | 'resumed'; readonly message?: string | undefined }
  | { readonly kind: 'question' | 'declined' | 'suspended' | 'terminated'; readonly message: string }
  | { readonly kind: 'redirect_uri'; readonly event: 'asked' | 'approved' | 'refused'; readonly uri: string };

/** Writes a mail about a registration in its contact's language. The pages know the words: services do not. */
export type ComposeRegistrationMail = (input: {
  readonly utility: Utility;
  readonly language: 'en' | 'fr';
  readonly app: { readonly uid: string; readonly name: string };
  readonly mail: RegistrationMail;
}) => ComposedMail;

/** What changing registrations needs. */
export interface RegistrationContext {
  readonly db: Database;
  readonly clock: Clock;
  /** Seals the client secrets that ApplicationInformation shows. */
  readonly secretKey: Uint8Array;
  readonly composeRegistrationMail: ComposeRegistrationMail;
  /** Where the API stands, for the notification that names the ApplicationInformation. */
  readonly publicUrl: string;
}

/** Who changes a registration, for its history and the audit. */
export interface Actor {
  readonly kind: 'third_party' | 'operator';
  /** Of the account; the registration's own when its token did it. */
  readonly uid: string;
  /** As the history names them. */
  readonly name: string;
  readonly ipAddress?: string | undefined;
  readonly requestId?: string | undefined;
}

/** What every change of a registration is told. */
export interface ChangeOrigin {
  readonly utility: Utility;
  readonly actor: Actor;
}

/** A change in progress: inside its transaction, with the registration locked. */
export interface RegistrationChange {
  readonly tx: Queryable;
  readonly now: number;
  /** What `updated` becomes. */
  readonly stamp: number;
}
