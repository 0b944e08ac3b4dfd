import type { GrantRecord } from '../../services/customer/grant-record.ts';
import type { GrantFace, ThirdPartyFace } from '../grant.ts';
import type { Locale, LocalText } from '../locale.ts';
import type { Paths } from '../paths.ts';

type Party = GrantRecord['party'];

/** What a third party says of its purpose, in the reader's language when it said so. */
function purposeOf({ profile }: Party, locale: Locale): LocalText {
  const own = locale === 'fr' ? profile.purposeFr : profile.purposeEn;
  if (own) return { text: own, lang: locale };
  return locale === 'fr'
    ? { text: profile.purposeEn ?? '', lang: 'en' }
    : { text: profile.purposeFr ?? '', lang: 'fr' };
}

/** A third party as customers meet it. */
export function thirdPartyFace(
  party: Party,
  { locale, paths }: { readonly locale: Locale; readonly paths: Paths },
): ThirdPartyFace {
  const { uid, name, profile, logoHash, registered } = party;
  return {
    name,
    siteUrl: profile.siteUrl ?? '',
    purpose: purposeOf(party, locale),
    registeredSince: registered,
    ...(profile.company ? { company: profile.company } : {}),
    ...(logoHash === null ? {} : { logoUrl: paths.thirdPartyLogo(uid, logoHash) }),
    ...(profile.privacyUrl ? { privacyUrl: profile.privacyUrl } : {}),
    ...(profile.termsUrl ? { termsUrl: profile.termsUrl } : {}),
    ...(profile.customerContact ? { contact: profile.customerContact } : {}),
  };
}

/** What a customer shares, as pages and mails show it. */
export function grantFace(
  record: GrantRecord,
  reader: { readonly locale: Locale; readonly paths: Paths },
): GrantFace {
  const { uid, meters, dataKinds, history, since, until } = record;
  return { uid, thirdParty: thirdPartyFace(record.party, reader), meters, dataKinds, history, since, until };
}
