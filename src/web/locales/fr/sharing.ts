import { pluralIn } from '../../plural.ts';
import type { sharing as english } from '../en/sharing.ts';

const plural = pluralIn('fr');

export const sharing: typeof english = {
  receiptTitle: 'Vos données sont maintenant partagées',
  receiptTitleEnded: 'Reçu d’un partage terminé',
  receiptLead: (thirdParty) =>
    `${thirdParty} peut maintenant lire les données ci-dessous. Conservez ce reçu.`,
  receiptLeadEnded: (thirdParty) => `${thirdParty} ne peut plus lire ces données.`,
  mailed: (address) => `Nous en avons envoyé une copie à ${address}.`,
  continueTo: (thirdParty) => `Continuer vers ${thirdParty}`,
  closeThis: (thirdParty) => `Vous pouvez fermer cette page et retourner à ${thirdParty}.`,
  print: 'Vous pouvez imprimer cette page ou l’enregistrer en PDF avec le menu de votre navigateur.',
  reference: 'Référence',
  sharedWith: 'Partagé avec',
  forPurpose: 'Raison, selon l’application',
  what: 'Quoi',
  meters: 'Compteurs',
  history: 'Période passée',
  since: 'Depuis',
  ends: 'Fin',
  ended: 'Terminé',
  untilStopped: 'Quand vous y mettrez fin',
  textVersion: 'Version du texte de consentement',
  stopTitle: 'Comment cesser le partage',
  stopText: (link, phone) => [
    'Allez à ',
    link,
    ' en tout temps',
    phone === undefined ? '' : [', ou appelez au ', phone],
    '. L’effet est immédiat.',
  ],
  complaintTitle: 'Insatisfait?',
  complaintText: (link) => ['Vous avez le droit de ', link, '. C’est gratuit.'],
  complaintLink: 'porter plainte',

  title: 'Partage de mes données',
  lead: 'Les applications et les entreprises qui peuvent lire vos données d’énergie, parce que vous avez dit oui.',
  tabs: {
    active: (count) => plural(count, { one: 'En cours (#)', other: 'En cours (#)' }),
    ended: (count) => plural(count, { one: 'Terminés (#)', other: 'Terminés (#)' }),
  },
  tabsLabel: 'Partages',
  lastRead: 'Dernière lecture',
  lastReadWhat: (when, what) => [when, `\u00a0: ${what}`],
  neverRead: 'Pas encore lues',
  stop: 'Cesser le partage',
  stopOf: (thirdParty) => `avec ${thirdParty}`,
  receipt: 'Reçu',
  emptyActive: 'Vous ne partagez vos données avec personne.',
  emptyActiveHint:
    'Quand une application demande vos données, une page comme celle-ci vous laisse d’abord choisir.',
  emptyEnded: 'Rien ici pour le moment. Les partages terminés y seront inscrits.',

  stopPageTitle: (thirdParty) => `Cesser le partage avec ${thirdParty}?`,
  stopNow: (thirdParty) =>
    `${thirdParty} ne pourra plus rien lire chez nous dès que vous appuierez sur le bouton.`,
  stopKeeps: (thirdParty) =>
    `${thirdParty} peut garder ce qui a déjà été lu. Demandez-lui de le supprimer si vous le souhaitez.`,
  stopService: (thirdParty) =>
    `Un service que vous recevez de ${thirdParty} pourrait changer ou prendre fin. Informez-vous au besoin.`,
  stopAccount: (utility) => `Votre compte chez ${utility} reste tel quel.`,
  stopByMail:
    'Pour confirmer que c’est bien vous, nous enverrons un code à l’adresse courriel qui a reçu ce lien.',
  reason: 'Pourquoi cessez-vous?',
  reasonHint: 'Vous n’êtes pas obligé de répondre. Cela nous aide à aider les autres.',
  noReason: 'Je préfère ne pas le dire',
  stopButton: 'Cesser le partage',
  keepButton: 'Continuer le partage',

  stoppedTitle: (thirdParty) => `${thirdParty} ne peut plus lire vos données`,
  stoppedAt: (time) => ['Partage terminé le ', time, '.'],
  told: (thirdParty) => `${thirdParty} en a été avisée.`,
  willTell: (thirdParty) => `Nous en avisons ${thirdParty} à l’instant.`,
  stoppedMailed: (address) => `Nous avons envoyé un reçu à ${address}.`,
  stoppedNext:
    'Si vous changez d’avis, recommencez à partir de l’application. L’ancien choix ne revient pas de lui-même.',
  backToSharing: 'Retour au partage de mes données',
};
