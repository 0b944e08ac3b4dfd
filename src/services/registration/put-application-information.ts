import type { ComplexValue } from '../../espi/schema/define.ts';
import type { ApplicationInformation } from '../../espi/schema/usage.ts';
import { AppError } from '../../platform/errors.ts';
import { findRegistrationRow, type Registration } from '../../storage/registrations.ts';
import type { Utility } from '../../storage/utilities.ts';
import { isAbsentAddress } from './absent-address.ts';
import { changeRegistration } from './change-registration.ts';
import type { RegistrationFaults, RegistrationInput } from './check-registration.ts';
import type { RegistrationContext } from './registration-context.ts';

/** What a third party sends of itself; every element may be missing. */
type Given = Partial<ApplicationInformation>;

/** The element that sets a field, for messages. */
const elementOf: Readonly<Partial<Record<keyof RegistrationFaults, string>>> = {
  name: 'client_name',
  siteUrl: 'client_uri',
  purposeEn: 'thirdPartyApplicationDescription',
  privacyUrl: 'policy_uri',
  termsUrl: 'tos_uri',
  contactEmail: 'contacts',
  customerContact: 'contacts',
  redirectUris: 'redirect_uri',
  notifyUri: 'thirdPartyNotifyUri',
  scope: 'scope',
};

/** Elements that only programs read: they are kept as they are sent. */
const keptElements = [
  'software_id',
  'software_version',
  'thirdPartyApplicationStatus',
  'thirdPartyApplicationType',
  'thirdPartyApplicationUse',
  'thirdPartyPhone',
  'thirdPartyScopeSelectionScreenURI',
  'thirdPartyUserPortalScreenURI',
] as const;

const keptOf = (given: Given): ComplexValue =>
  Object.fromEntries(
    keptElements.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  ) as ComplexValue;

const unless = (text: string | undefined): string | undefined =>
  text === undefined || isAbsentAddress(text) ? undefined : text;

/** What was given, and where nothing was given what stands. */
function inputOf(
  { name, profile, notifyUri, scopes, redirectUris }: Registration,
  given: Given,
): RegistrationInput {
  const uris =
    given.redirect_uri?.filter((uri) => !isAbsentAddress(uri)) ?? redirectUris.map(({ uri }) => uri);
  const contactEmail = given.contacts?.[0] ?? profile.contactEmail ?? '';
  const title = given.client_name ?? name;
  // One purpose is given: it takes the place of the one in the language of the contact.
  const purpose = given.thirdPartyApplicationDescription;
  const french = profile.language === 'fr' && profile.purposeFr !== undefined && profile.purposeFr !== '';
  return {
    name: title,
    company: profile.company ?? title,
    siteUrl: given.client_uri ?? profile.siteUrl ?? '',
    purposeEn: (french ? profile.purposeEn : (purpose ?? profile.purposeEn)) ?? '',
    purposeFr: (french ? (purpose ?? profile.purposeFr) : profile.purposeFr) ?? '',
    privacyUrl: given.policy_uri ?? profile.privacyUrl ?? '',
    termsUrl: given.tos_uri ?? profile.termsUrl ?? '',
    customerContact: profile.customerContact ?? contactEmail,
    contactEmail,
    redirectUris: uris.join('\n'),
    notifyUri:
      (given.thirdPartyNotifyUri === undefined ? notifyUri : unless(given.thirdPartyNotifyUri)) ?? '',
    scope: (given.scope ?? scopes).join(' '),
    customerData: profile.needsCustomerData === true ? 'needed' : '',
  };
}

function refuse(faults: RegistrationFaults): AppError {
  const [field, fault] = Object.entries(faults)[0] ?? ['', ''];
  const element = elementOf[field as keyof RegistrationFaults] ?? field;
  return new AppError('invalid_input', `${element}: ${fault.replaceAll('_', ' ')}. Nothing was changed.`, {
    parameter: element,
  });
}

/**
 * Changes a registration by what its third party sends as ApplicationInformation. What the custodian sets is
 * ignored, but a `client_id` must be its own. New redirect URIs of a reviewed registration wait for the operator.
 *
 * @throws AppError `invalid_input`, naming the element; `conflict` when it was changed meanwhile; `not_found`.
 */
export async function putApplicationInformation(
  context: RegistrationContext,
  input: {
    readonly uid: string;
    readonly utility: Utility;
    readonly given: Given;
    readonly ipAddress: string;
    readonly requestId: string;
  },
): Promise<void> {
  const { uid, utility, given, ipAddress, requestId } = input;
  const registration = await findRegistrationRow(context.db, { uid, now: context.clock.now() });
  if (registration === undefined) throw new AppError('not_found', 'There is no such registration.');
  if (given.client_id !== undefined && given.client_id !== registration.clientId)
    throw new AppError('invalid_input', 'client_id: it cannot be changed.', { parameter: 'client_id' });
  const outcome = await changeRegistration(context, {
    registration,
    utility,
    language: registration.profile.language ?? 'en',
    values: inputOf(registration, given),
    data: keptOf(given),
    actor: { kind: 'third_party', uid, name: registration.name, ipAddress, requestId },
  });
  if (outcome.outcome === 'refused') throw refuse(outcome.faults);
}
