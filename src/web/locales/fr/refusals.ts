import type { refusals as english } from '../en/refusals.ts';

/** ` le …`, quand le moment est connu. */
const le = (at: string): string => (at === '' ? '' : ` le ${at}`);

export const refusals: typeof english = {
  token_missing: () => 'Il n’y avait pas de jeton. Envoyez l’en-tête «\u00a0Authorization: Bearer …\u00a0».',
  token_unknown: () =>
    'Nous n’avons jamais émis ce jeton. Vérifiez qu’il a été copié en entier et qu’il est destiné à ce service.',
  token_expired: ({ at }) =>
    `Le jeton a expiré${le(at)}. Obtenez-en un nouveau avec le jeton d’actualisation (refresh token).`,
  token_replaced: ({ at }) => `Une actualisation du ${at} a remplacé ce jeton. Utilisez le plus récent.`,
  token_wrong_kind: ({ gave, needs }) => `Jeton reçu\u00a0: ${gave}. Cette adresse demande\u00a0: ${needs}.`,
  authorization_ended: ({ at }) => `L’autorisation a pris fin${le(at)}. Le client doit consentir de nouveau.`,
  scope_insufficient: ({ needs }) =>
    `La portée accordée ne contient pas ${needs}. Demandez-la dans un nouveau consentement.`,
  not_yours: () => 'Cette ressource n’existe pas ou relève d’une autre autorisation.',
  client_unknown: () => 'Aucune application n’a ce client_id ici.',
  secret_missing: () => 'Le client_secret manquait. Envoyez-le par HTTP Basic ou dans le corps.',
  secret_wrong: () => 'Le client_secret est erroné. Il a peut-être été remplacé.',
  certificate_wrong: () => 'Le certificat du client n’est pas celui qui est inscrit.',
  redirect_uri_unknown: ({ parameter }) =>
    `L’adresse de retour ${parameter} n’est pas inscrite, ou pas encore approuvée.`,
  redirect_uri_differs: () => 'Le redirect_uri n’est pas celui de la demande d’autorisation.',
  code_unknown: () => 'Nous n’avons jamais émis ce code.',
  code_used: ({ at }) =>
    `Le code a déjà été utilisé le ${at}. Ses jetons ont été révoqués, car un code ne sert qu’une fois.`,
  code_expired: ({ at }) => `Le code a expiré le ${at}. Échangez-le dans la minute.`,
  verifier_wrong: () => 'Le code_verifier ne correspond pas au code_challenge.',
  refresh_reused: ({ at }) =>
    `Le jeton d’actualisation a déjà été utilisé le ${at}. Par sécurité, tous les jetons de l’autorisation ont été révoqués\u00a0; le client doit consentir de nouveau.`,
  parameter_invalid: ({ parameter }) => `Le paramètre ${parameter} est illisible.`,
  registration_suspended: ({ at }) =>
    `Votre inscription a été suspendue${le(at)}. La raison est indiquée sur sa page.`,
  throttled: ({ at }) => `Il y a eu trop de requêtes. Essayez de nouveau après ${at}.`,
};
