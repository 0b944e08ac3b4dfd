import { parseScope } from '../../espi/scope.ts';
import { ScopeError } from '../../espi/scope-terms.ts';
import type { StoredLogo } from '../../storage/registration-changes.ts';
import type { RegistrationProfile } from '../../storage/registrations.ts';
import { isEmail } from '../account/email.ts';
import { type AddressFault, addressFault } from './check-addresses.ts';
import { checkLogo } from './logo.ts';

/** What a third party enters, as text. */
export interface RegistrationInput {
  readonly name: string;
  readonly company: string;
  readonly siteUrl: string;
  readonly purposeEn: string;
  readonly purposeFr: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  readonly customerContact: string;
  readonly contactEmail: string;
  /** One a line. */
  readonly redirectUris: string;
  readonly notifyUri: string;
  /** One scope, or several separated by blanks. */
  readonly scope: string;
  /** `needed` when the app cannot work without customer and account data; anything else leaves the choice to customers. */
  readonly customerData: string;
  /** A new logo; absent to keep what there is. */
  readonly logo?: { readonly bytes: Uint8Array; readonly tooLarge: boolean } | undefined;
}

/** What is wrong with a field. */
type RegistrationFault =
  | AddressFault
  | 'required'
  | 'email_invalid'
  | 'redirect_uri_duplicate'
  | 'scope_invalid'
  | 'logo_type'
  | 'logo_size'
  | 'terms'
  | 'name_taken';

/** Faults by field. */
export type RegistrationFaults = {
  readonly [K in keyof RegistrationInput | 'terms']?: RegistrationFault;
};

/** What was entered, checked. */
export interface CheckedRegistration {
  readonly name: string;
  readonly profile: RegistrationProfile;
  readonly redirectUris: readonly string[];
  readonly notifyUri: string | undefined;
  readonly scopes: readonly string[];
  readonly logo: StoredLogo | undefined;
}

const maxRedirectUris = 20;

const textFault = (text: string, max: number): RegistrationFault | undefined =>
  text === '' ? 'required' : text.length > max ? 'too_long' : undefined;

const linkFault = (text: string, required: boolean): RegistrationFault | undefined =>
  text === '' ? (required ? 'required' : undefined) : addressFault(text, { loopback: false, fragment: true });

/** The lines of a text, without blanks around them. */
const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Scopes separated by blanks: each begins with `FB=`. */
const scopesOf = (text: string): string[] =>
  text
    .trim()
    .split(/\s+(?=FB=)/i)
    .filter((scope) => scope !== '');

function redirectFault(uris: readonly string[], loopback: boolean): RegistrationFault | undefined {
  if (uris.length === 0) return 'required';
  if (uris.length > maxRedirectUris) return 'too_long';
  if (new Set(uris).size < uris.length) return 'redirect_uri_duplicate';
  return uris.map((uri) => addressFault(uri, { loopback })).find((fault) => fault !== undefined);
}

function scopeFault(scopes: readonly string[]): RegistrationFault | undefined {
  if (scopes.length === 0) return 'required';
  try {
    for (const scope of scopes) parseScope(scope);
    return undefined;
  } catch (error) {
    if (error instanceof ScopeError) return 'scope_invalid';
    throw error;
  }
}

function purposeFaults({ purposeEn, purposeFr }: RegistrationInput) {
  return {
    purposeEn:
      purposeEn === '' && purposeFr === '' ? 'required' : purposeEn.length > 200 ? 'too_long' : undefined,
    purposeFr: purposeFr.length > 200 ? 'too_long' : undefined,
  } as const;
}

/** Whether faults were found. */
export const hasFaults = (faults: RegistrationFaults): boolean =>
  Object.values(faults).some((fault) => fault !== undefined);

/**
 * Checks what a third party tells about itself.
 *
 * @param loopback whether `http` to the developer's own machine is accepted: in the sandbox.
 * @returns faults by field, and what can be stored when there are none.
 */
export function checkRegistration(
  input: RegistrationInput,
  { loopback, language }: { readonly loopback: boolean; readonly language: 'en' | 'fr' },
): { readonly faults: RegistrationFaults; readonly checked: CheckedRegistration } {
  const redirectUris = linesOf(input.redirectUris);
  const scopes = scopesOf(input.scope);
  const logo = input.logo === undefined ? undefined : checkLogo(input.logo);
  const found: Record<string, RegistrationFault | undefined> = {
    name: textFault(input.name, 60),
    company: textFault(input.company, 100),
    siteUrl: linkFault(input.siteUrl, true),
    ...purposeFaults(input),
    privacyUrl: linkFault(input.privacyUrl, true),
    termsUrl: linkFault(input.termsUrl, false),
    customerContact: textFault(input.customerContact, 200),
    contactEmail:
      input.contactEmail === '' ? 'required' : isEmail(input.contactEmail) ? undefined : 'email_invalid',
    redirectUris: redirectFault(redirectUris, loopback),
    notifyUri: input.notifyUri === '' ? undefined : addressFault(input.notifyUri, { loopback }),
    scope: scopeFault(scopes),
    logo: typeof logo === 'string' ? logo : undefined,
  };
  const { company, siteUrl, purposeEn, purposeFr, privacyUrl, termsUrl, customerContact, contactEmail } =
    input;
  return {
    faults: Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined)),
    checked: {
      name: input.name,
      profile: {
        company,
        siteUrl,
        purposeEn,
        purposeFr,
        privacyUrl,
        ...(termsUrl === '' ? {} : { termsUrl }),
        customerContact,
        contactEmail,
        ...(input.customerData === 'needed' ? { needsCustomerData: true } : {}),
        language,
      },
      redirectUris,
      notifyUri: input.notifyUri === '' ? undefined : input.notifyUri,
      scopes,
      logo: typeof logo === 'string' ? undefined : logo,
    },
  };
}
