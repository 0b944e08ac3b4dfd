import { pluralIn } from '../../plural.ts';
import type { consent as english } from '../en/consent.ts';

const plural = pluralIn('fr');

export const consent: typeof english = {
  step: 'Étape 2 de 2',
  signedInAs: (name) => ['Session ouverte au nom de ', name, '.'],
  notYou: 'Ce n’est pas vous?',
  title: (thirdParty) => `${thirdParty} demande à voir vos données d’énergie`,
  purpose: (quote) => ['Raison indiquée\u00a0: ', quote],
  registered: (utility, date) =>
    `Inscrite auprès de ${utility} depuis le ${date}. L’inscription n’est pas une recommandation.`,
  testOnly: 'Cette application est à l’essai. Elle ne peut voir que les données de clients fictifs.',

  meters: 'Quels compteurs?',
  meterNumber: (number) => `compteur ${number}`,
  accountEnding: (digits) => `compte se terminant par ${digits}`,
  closedOn: (date) => `fermé le ${date}`,
  notAvailable: 'Non offert\u00a0:',
  unavailable: {
    closed: () => 'Ce compte est fermé et n’a aucune donnée à partager.',
    no_data: () => 'Il n’y a pas encore de relevés pour ce compteur.',
    not_offered: (utility) => `${utility} ne partage pas encore les données de ce service.`,
    not_holder: () => 'Seul le titulaire du compte peut partager ce compteur.',
  },

  dataKinds: 'Qu’est-ce qui sera partagé?',
  needed: 'Nécessaire à cette application',
  optional: 'Facultatif',
  included: 'Inclus\u00a0:',
  details: 'Qu’est-ce qui est inclus exactement?',

  history: 'Jusqu’où remonter?',
  historyNone: 'Rien du passé',
  historyNoneHint: 'Seulement les nouvelles données, à partir d’aujourd’hui.',
  historyMonths: (months) => plural(months, { one: 'Le dernier mois', other: 'Les # derniers mois' }),
  historySince: (date) => `À partir du ${date}`,
  historyAll: 'Tout ce que nous avons',

  duration: 'Pour combien de temps?',
  once: 'Une seule fois',
  onceHint: (hours) => `L’accès prend fin dans ${plural(hours, { one: '# heure', other: '# heures' })}.`,
  until: 'Jusqu’à une date',
  untilDate: (date) => `Jusqu’au ${date}`,
  untilLabel: 'Dernier jour',
  untilHint: (days) =>
    `Nous vous enverrons un rappel ${plural(days, { one: '# jour', other: '# jours' })} avant la fin.`,
  untilRange: (first, last) => `Du ${first} au ${last}.`,
  untilStopped: 'Jusqu’à ce que j’y mette fin',
  untilStoppedHint: 'Nous vous enverrons un rappel chaque année.',

  never: (thirdParty) => [
    `${thirdParty} n’obtient jamais votre mot de passe.`,
    `${thirdParty} peut seulement lire. Rien ne peut être changé à votre compte, à votre forfait ou à vos factures.`,
  ],
  stop: (link, phone) => [
    'Vous pouvez cesser le partage en tout temps, avec effet immédiat, dans ',
    link,
    phone === undefined ? '' : [' ou par téléphone au ', phone],
    '.',
  ],
  afterwards: (thirdParty) =>
    `Ce qui a été partagé reste chez ${thirdParty}\u00a0: demandez comment vos données sont conservées et supprimées.`,
  privacyPolicy: 'Sa politique de confidentialité',
  terms: 'Ses conditions d’utilisation',
  receiptTo: (address) => `Nous enverrons un reçu à ${address}.`,
  receiptEmail: 'Adresse courriel pour votre reçu',
  receiptEmailHint: 'Nous n’en avons aucune au dossier. Le reçu indique comment cesser le partage.',

  share: 'Partager mes données',
  decline: 'Ne pas partager',
  returnTo: (host) => `Dans les deux cas, vous retournez ensuite à ${host}.`,

  nothingTitle: 'Il n’y a encore rien à partager',
  nothingText: (thirdParty) =>
    `Aucun de vos compteurs ne peut être partagé avec ${thirdParty} pour le moment. Rien n’a été envoyé.`,
  declinedTitle: 'Rien n’a été partagé',
  declinedText: (thirdParty) =>
    `Vous avez choisi de ne pas partager vos données avec ${thirdParty}. Vous pouvez fermer cette page.`,
  nothingBack: (thirdParty) => `Retourner à ${thirdParty}`,
};
