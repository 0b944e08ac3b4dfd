import { openSecret } from '../../platform/crypto.ts';
import { findClientView } from '../../storage/client-views.ts';
import { applicationInformation } from './application-information.ts';
import type { Loader } from './loader.ts';

/** Loads ApplicationInformation: the third party's own registration, with its secret. */
export const loadApplication: Loader = async (context, { principal, uid, token }) => {
  const client = await findClientView(context.db, principal.client.id);
  if (client === undefined || (uid !== undefined && client.uid !== uid)) return [];
  const value = applicationInformation(client, {
    publicUrl: context.publicUrl,
    utilitySlug: principal.utility.slug,
    clientSecret: openSecret(context.secretKey, client.secretCiphertext),
    registrationToken: token,
  });
  const { published, updated } = client;
  return [{ noun: 'ApplicationInformation', params: { app_uid: client.uid }, published, updated, value }];
};
