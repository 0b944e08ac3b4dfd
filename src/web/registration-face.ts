import type { Locale } from './locale.ts';
import type { ChecklistStep, RegistrationState } from './vocabulary.ts';

/** A registration by name and state: enough for lists, tabs and headings. */
export interface RegistrationFace {
  /** `app_uid`: the identifier in URLs. */
  readonly uid: string;
  readonly name: string;
  readonly company: string;
  readonly state: RegistrationState;
}

/** A redirect URI: a new one waits for the operator. */
export interface RedirectUri {
  readonly uri: string;
  readonly state: 'approved' | 'waiting';
  /** When it was asked for. */
  readonly since: number;
}

/** Everything that a third party told about itself. */
export interface RegistrationDetails {
  readonly siteUrl: string;
  readonly purposeEn: string;
  readonly purposeFr: string;
  readonly logoUrl?: string;
  readonly privacyUrl?: string;
  readonly termsUrl?: string;
  readonly customerContact: string;
  readonly contactEmail: string;
  /** Whether customers cannot leave out their personal data. */
  readonly needsCustomerData: boolean;
  readonly clientId: string;
  readonly redirectUris: readonly RedirectUri[];
  readonly notifyUri?: string;
  readonly scopes: readonly string[];
  /** The version of the utility's terms that was accepted, and when. */
  readonly terms: { readonly version: string; readonly at: number };
  readonly registeredAt: number;
  /** The language its contact reads. */
  readonly language: Locale;
}

/** A step of the sandbox, done when the request log shows it. */
export interface ChecklistItem {
  readonly step: ChecklistStep;
  readonly doneAt?: number;
}
