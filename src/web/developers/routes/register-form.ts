import type { PostedFile, PostedForm } from '../../../http/forms.ts';
import { maxLogoBytes } from '../../../services/registration/logo.ts';
import type { Registration } from '../../serving/registration-views.ts';
import type { RegisterValues } from '../register-fields.tsx';

/** The form as it was sent. */
export function readValues(form: PostedForm): RegisterValues {
  return {
    name: form.text('name'),
    company: form.text('company'),
    siteUrl: form.text('siteUrl'),
    purposeEn: form.text('purposeEn'),
    purposeFr: form.text('purposeFr'),
    privacyUrl: form.text('privacyUrl'),
    termsUrl: form.text('termsUrl'),
    customerContact: form.text('customerContact'),
    contactEmail: form.text('contactEmail'),
    redirectUris: form.text('redirectUris'),
    notifyUri: form.text('notifyUri'),
    scope: form.text('scope'),
    customerData: form.text('customerData'),
  };
}

/** The form of a registration that is to be changed. */
export function valuesOf({ name, profile, redirectUris, notifyUri, scopes }: Registration): RegisterValues {
  return {
    name,
    company: profile.company ?? '',
    siteUrl: profile.siteUrl ?? '',
    purposeEn: profile.purposeEn ?? '',
    purposeFr: profile.purposeFr ?? '',
    privacyUrl: profile.privacyUrl ?? '',
    termsUrl: profile.termsUrl ?? '',
    customerContact: profile.customerContact ?? '',
    contactEmail: profile.contactEmail ?? '',
    redirectUris: redirectUris.map(({ uri }) => uri).join('\n'),
    notifyUri: notifyUri ?? '',
    scope: scopes.join(' '),
    customerData: profile.needsCustomerData === true ? 'needed' : '',
  };
}

/** A picture that came with an earlier preview and is sent back by the page. */
function resentLogo(form: PostedForm): PostedFile | undefined {
  const [, base64] = /^data:image\/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)$/.exec(form.text('logoSent')) ?? [];
  if (base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  return { bytes, tooLarge: bytes.length > maxLogoBytes };
}

/** The logo of the form: chosen now, or with a preview before. */
export const readLogo = (form: PostedForm): PostedFile | undefined => form.file('logo') ?? resentLogo(form);
