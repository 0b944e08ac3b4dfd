import type { problems as english } from '../en/problems.ts';

export const problems: typeof english = {
  authorizeTitle: 'Ce lien ne fonctionne pas',
  authorizeText: 'Ce n’est pas votre faute et vos données n’ont pas été partagées.',
  authorizeTell: (thirdParty, code) => [`Retournez à ${thirdParty} et donnez-leur ce code\u00a0: `, code],
  authorizeTellUnknown: (code) => [
    'Retournez à l’application qui vous a envoyé ici et donnez-leur ce code\u00a0: ',
    code,
  ],
  authorizeDetails: 'Précisions pour les développeurs de l’application',
  expiredTitle: 'Vous avez été absent un moment',
  expiredText: 'Pour protéger vos données, nous avons fermé votre session. Rien n’a été partagé.',
  expiredApp: (thirdParty) => `Retournez à ${thirdParty} et recommencez à partir de là.`,
  expiredAgain: 'Ouvrir une nouvelle session',
  notFoundTitle: 'Page introuvable',
  notFoundText: 'L’adresse est peut-être périmée, ou il y manque une lettre.',
  forbiddenTitle: 'Ce formulaire n’a pas pu être vérifié',
  forbiddenText:
    'Il est resté ouvert trop longtemps ou provient d’un autre site. Rien n’a été changé. Ouvrez la page de nouveau.',
  openAgain: 'Ouvrir la page de nouveau',
  conflictTitle: 'Quelque chose a changé entre-temps',
  conflictText:
    'Quelqu’un d’autre a été plus rapide, ou la page était ancienne. Vous n’avez rien modifié. Rouvrez la page pour voir où en sont les choses.',
  notAllowedTitle: 'Vous pouvez consulter, mais pas modifier',
  notAllowedText: 'Votre compte est en lecture seule. Demandez à un exploitant de faire le changement.',
  busyTitle: 'Un instant, s’il vous plaît',
  busyText: (time) => `Votre connexion a envoyé trop de demandes. Essayez de nouveau après ${time}.`,
  brokenTitle: 'Un problème est survenu de notre côté',
  brokenText: 'Ce n’est pas votre faute. Essayez de nouveau dans quelques minutes.',
  brokenReference: (reference) => [
    'Si cela se reproduit, appelez-nous et donnez cette référence\u00a0: ',
    reference,
  ],
  toSharing: 'Partage de mes données',
};
