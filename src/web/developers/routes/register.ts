import { findDeveloper } from '../../../services/account/find-account.ts';
import { changeRegistration } from '../../../services/registration/change-registration.ts';
import { checkLogo } from '../../../services/registration/logo.ts';
import { registerThirdParty } from '../../../services/registration/register-third-party.ts';
import type { WebAnswer } from '../../serving/answer.ts';
import { leaveFlash } from '../../serving/flash.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { detailsOf } from '../../serving/registration-views.ts';
import { type PostedVisit, pageOf, type SignedInVisit } from '../../serving/visit.ts';
import { type RegisterProps, renderRegister } from '../register.tsx';
import { exampleScope } from './docs.ts';
import { developerOrigin, ownRegistration, registrationContext } from './own-registration.ts';
import { readLogo, readValues, valuesOf } from './register-form.ts';
import { termsOf } from './terms.ts';

type PostedSignedIn = SignedInVisit & PostedVisit;

/** The picture that was sent, for the page to show and send back; or what is wrong with it. */
function logoOf(visit: PostedSignedIn): { logoUrl?: string; fault?: 'logo_type' | 'logo_size' } {
  const file = readLogo(visit.form);
  if (file === undefined) return {};
  const logo = checkLogo(file);
  if (typeof logo === 'string') return { fault: logo };
  return { logoUrl: `data:${logo.mediaType};base64,${Buffer.from(logo.bytes).toString('base64')}` };
}

/** The form again: as a preview, or with what is wrong. */
function formAgain(
  visit: PostedSignedIn,
  props: Pick<RegisterProps, 'action' | 'mode'> & Partial<RegisterProps>,
): WebAnswer {
  const { logoUrl, fault } = logoOf(visit);
  const errors = { ...props.errors, ...(fault === undefined ? {} : { logo: fault }) };
  return {
    status: Object.keys(errors).length > 0 ? 422 : 200,
    html: renderRegister(pageOf(visit), {
      values: readValues(visit.form),
      preview: visit.form.text('intent') === 'preview',
      terms: { ...termsOf(visit), accepted: visit.form.text('terms') === 'accepted' },
      ...props,
      errors,
      ...(logoUrl === undefined ? {} : { logoUrl }),
    }),
  };
}

async function postRegister(visit: PostedSignedIn): Promise<WebAnswer> {
  const { form, paths, context, session, subjectId, locale } = visit;
  const page = { action: paths.register, mode: 'new' } as const;
  if (form.text('intent') === 'preview') return formAgain(visit, page);
  const made = await registerThirdParty(registrationContext(visit), {
    ...(await developerOrigin(visit)),
    accountId: subjectId,
    language: locale,
    values: { ...readValues(form), logo: readLogo(form) },
    termsVersion: form.text('terms') === 'accepted' ? termsOf(visit).version : undefined,
  });
  if (made.outcome === 'refused') return formAgain(visit, { ...page, errors: made.faults });
  await leaveFlash(context, session, { done: 'registered', shown: made.secrets });
  return { redirect: paths.registrationKeys(made.uid) };
}

/** A third party registers an app. */
export const registerRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.register,
  get: async (visit) => {
    const account = await findDeveloper(visit.context, { id: visit.subjectId });
    return {
      html: renderRegister(pageOf(visit), {
        action: visit.paths.register,
        mode: 'new',
        preview: false,
        terms: { ...termsOf(visit), accepted: false },
        values: {
          ...{
            name: '',
            company: '',
            siteUrl: '',
            purposeEn: '',
            purposeFr: '',
            privacyUrl: '',
            termsUrl: '',
          },
          ...{ customerContact: '', redirectUris: '', notifyUri: '', customerData: '' },
          contactEmail: account?.email ?? '',
          scope: exampleScope,
        },
      }),
    };
  },
  post: postRegister,
};

/** A third party changes what it told about itself. */
export const editRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrationEdit(':uid'),
  get: async (visit) => {
    const registration = await ownRegistration(visit);
    const { logoUrl } = detailsOf(registration, visit.paths);
    return {
      html: renderRegister(pageOf(visit), {
        action: visit.paths.registrationEdit(registration.uid),
        mode: 'edit',
        preview: true,
        values: valuesOf(registration),
        terms: { ...termsOf(visit), accepted: true },
        ...(logoUrl === undefined ? {} : { logoUrl }),
      }),
    };
  },
  post: async (visit) => {
    const registration = await ownRegistration(visit);
    const { form, paths, context, session, locale } = visit;
    const { logoUrl } = detailsOf(registration, paths);
    const page = {
      action: paths.registrationEdit(registration.uid),
      mode: 'edit',
      ...(logoUrl === undefined ? {} : { logoUrl }),
    } as const;
    if (form.text('intent') === 'preview') return formAgain(visit, page);
    const saved = await changeRegistration(registrationContext(visit), {
      ...(await developerOrigin(visit)),
      registration,
      language: locale,
      values: { ...readValues(form), logo: readLogo(form) },
    });
    if (saved.outcome === 'refused') return formAgain(visit, { ...page, errors: saved.faults });
    await leaveFlash(context, session, { done: 'saved' });
    return { redirect: paths.registration(registration.uid) };
  },
};
