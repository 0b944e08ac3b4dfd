/**
 * Where each page lives, from the prefix of a utility's own pages (`/DataCustodian`, or
 * `/DataCustodian/{slug}`). The pages link with it and the routes mount with it: give `:uid` for a pattern.
 */
export function pathsBelow(base: string) {
  const developers = `${base}/developers`;
  const operator = `${base}/operator`;
  return {
    /** Assets: `kind` is `style` or `brand`. */
    stylesheet: (kind: 'style' | 'brand', hash: string) => `${base}/assets/${kind}.${hash}.css`,
    /** `hash` changes with the picture, so that it may be cached for ever. */
    thirdPartyLogo: (uid: string, hash: string) => `${base}/assets/logos/${uid}/${hash}`,
    /** The utility's own first page: where each reader begins. */
    home: base,

    /** What an authorization request leads to: the consent, and who the customer is. */
    consent: (id: string) => `${base}/oauth/authorize/${id}`,
    consentSignIn: (id: string) => `${base}/oauth/authorize/${id}/login`,
    consentCode: (id: string) => `${base}/oauth/authorize/${id}/login/code`,
    /** Where the utility's own sign-in sends customers back to. */
    openidCallback: `${base}/login/callback`,

    sharing: `${base}/sharing`,
    endedSharing: `${base}/sharing?tab=ended`,
    stop: (uid: string) => `${base}/sharing/${uid}/stop`,
    stopped: (uid: string) => `${base}/sharing/${uid}/stopped`,
    /** The way to stop from a mail, for people without an account: `?key=` shows that the mail was theirs. */
    stopByMail: (uid: string) => `${base}/sharing/${uid}/stop/mail`,
    stopCode: (uid: string) => `${base}/sharing/${uid}/stop/code`,
    customerSignIn: `${base}/sign-in`,
    customerCode: `${base}/sign-in/code`,
    receipt: (uid: string) => `${base}/authorizations/${uid}/receipt`,
    customerSignOut: `${base}/sign-out`,
    customerPassword: `${base}/password`,

    developers,
    developerSignIn: `${developers}/sign-in`,
    developerSignUp: `${developers}/sign-up`,
    developerSignOut: `${developers}/sign-out`,
    developerPassword: `${developers}/password`,
    /** For whoever forgot the password. */
    developerPasswordReset: `${developers}/password/reset`,
    registrations: `${developers}/registrations`,
    register: `${developers}/register`,
    registration: (uid: string) => `${developers}/registrations/${uid}`,
    registrationEdit: (uid: string) => `${developers}/registrations/${uid}/edit`,
    registrationKeys: (uid: string) => `${developers}/registrations/${uid}/keys`,
    registrationAuthorizations: (uid: string) => `${developers}/registrations/${uid}/authorizations`,
    registrationRequests: (uid: string) => `${developers}/registrations/${uid}/requests`,
    registrationLargeFeeds: (uid: string) => `${developers}/registrations/${uid}/large-feeds`,
    registrationNotifications: (uid: string) => `${developers}/registrations/${uid}/notifications`,
    registrationTestCustomers: (uid: string) => `${developers}/registrations/${uid}/test-customers`,

    operator,
    operatorSignIn: `${operator}/sign-in`,
    operatorSignOut: `${operator}/sign-out`,
    operatorPassword: `${operator}/password`,
    thirdParties: `${operator}/third-parties`,
    thirdParty: (uid: string) => `${operator}/third-parties/${uid}`,
    thirdPartyReview: (uid: string) => `${operator}/third-parties/${uid}/review`,
    authorizations: `${operator}/authorizations`,
    authorization: (uid: string) => `${operator}/authorizations/${uid}`,
    largeFeeds: `${operator}/large-feeds`,
    outbox: `${operator}/outbox`,
    mail: (uid: string) => `${operator}/outbox/${uid}`,
    /** The HTML part of a mail, alone, in its own page. */
    mailHtml: (uid: string) => `${operator}/outbox/${uid}/html`,
  };
}

export type Paths = ReturnType<typeof pathsBelow>;
