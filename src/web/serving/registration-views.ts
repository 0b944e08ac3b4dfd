import type { getRegistration } from '../../services/registration/find-registration.ts';
import type { RowPage } from '../../services/reporting/page-of-rows.ts';
import type { Paths } from '../paths.ts';
import type { RegistrationDetails, RegistrationFace } from '../registration-face.ts';

/** A registration as the services know it. */
export type Registration = Awaited<ReturnType<typeof getRegistration>>;

/** A registration for lists, tabs and headings. */
export function faceOfRegistration({ uid, name, profile, state }: Registration): RegistrationFace {
  return { uid, name, company: profile.company ?? '', state };
}

/** Everything that a third party told about itself. One from the command line may have told little. */
export function detailsOf(registration: Registration, paths: Paths): RegistrationDetails {
  const { uid, profile, logoHash, notifyUri, redirectUris, registered } = registration;
  return {
    siteUrl: profile.siteUrl ?? '',
    purposeEn: profile.purposeEn ?? '',
    purposeFr: profile.purposeFr ?? '',
    customerContact: profile.customerContact ?? '',
    contactEmail: profile.contactEmail ?? '',
    needsCustomerData: profile.needsCustomerData === true,
    clientId: registration.clientId,
    redirectUris,
    scopes: registration.scopes,
    terms: { version: registration.termsVersion ?? '–', at: registration.termsAt ?? registered },
    registeredAt: registered,
    language: profile.language ?? 'en',
    ...(logoHash === null ? {} : { logoUrl: paths.thirdPartyLogo(uid, logoHash) }),
    ...(profile.privacyUrl === undefined ? {} : { privacyUrl: profile.privacyUrl }),
    ...(profile.termsUrl === undefined ? {} : { termsUrl: profile.termsUrl }),
    ...(notifyUri === null ? {} : { notifyUri }),
  };
}

/** The same page of other rows. */
export function mapRows<From, To>(page: RowPage<From>, to: (row: From) => To): RowPage<To> {
  return { ...page, rows: page.rows.map(to) };
}
