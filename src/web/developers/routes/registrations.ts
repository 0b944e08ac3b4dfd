import { listOwnRegistrations } from '../../../services/registration/find-registration.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { faceOfRegistration } from '../../serving/registration-views.ts';
import { baseOf, pageOf } from '../../serving/visit.ts';
import { renderRegistrations } from '../registrations.tsx';

/** The home of a third party: its apps, at whichever utility. */
export const registrationsRoute: PageRoute = {
  access: 'signed_in',
  path: (paths) => paths.registrations,
  get: async (visit) => {
    const own = await listOwnRegistrations(visit.context, { accountId: visit.subjectId });
    return {
      html: renderRegistrations(pageOf(visit), {
        registrations: own.map((registration) => ({
          registration: faceOfRegistration(registration),
          utility: {
            name: registration.utilityName,
            base: registration.utilityId === visit.utility.id ? visit.base : baseOf(registration.utilitySlug),
          },
          activeAuthorizations: registration.activeAuthorizations,
        })),
      }),
    };
  },
};
