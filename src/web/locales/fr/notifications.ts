import { pluralIn } from '../../plural.ts';
import type { notifications as english } from '../en/notifications.ts';

const plural = pluralIn('fr');

export const notifications: typeof english = {
  title: 'Avis',
  lead: 'Quand il y a du nouveau, nous envoyons une BatchList par POST à votre adresse d’avis. Répondez par un 2xx en moins de 10 secondes et lisez les données ensuite. Sinon, nous réessayons de plus en plus rarement pendant trois jours; un 410 met tout en pause.',
  sentTo: 'Adresse d’avis (notify URI)',
  none: 'Vous n’avez pas encore d’adresse d’avis; rien n’est envoyé.',
  addOne: 'Ajouter une adresse d’avis',
  pausedTitle: 'Les avis sont en pause',
  paused: (when) => `Votre serveur a répondu 410 le ${when}. Rien n’est envoyé avant que vous repreniez.`,
  resume: 'Reprendre les avis',
  resumed: 'Les avis sont envoyés de nouveau. Ce qui a été manqué peut être renvoyé ci-dessous.',
  sendTest: 'Envoyer un essai',
  testSent: 'Un essai est en route. Rouvrez cette page dans un instant pour voir la réponse.',
  replayed: 'L’avis est envoyé de nouveau.',
  secretTitle: 'Secret de signature',
  secretText:
    'Avec un secret, chaque avis porte webhook-signature comme le décrit Standard Webhooks\u00a0: vous savez ainsi qu’il vient de nous.',
  secretSince: (when) => `Créé le ${when}.`,
  secretNone: 'Vous n’avez pas encore de secret de signature.',
  newSecret: 'Nouveau secret de signature',
  shownTitle: 'Secret de signature\u00a0: copiez-le maintenant',
  shownText: 'Il ne sera plus affiché. Le précédent signe encore pendant 24 heures.',
  sentTitle: 'Avis envoyés',
  empty: 'Rien n’a encore été envoyé. Envoyez un essai.',
  when: 'Quand',
  what: 'Quoi',
  state: 'État',
  answer: 'Réponse',
  tries: 'Essais',
  milliseconds: (count) => `${count} ms`,
  status: (status) => `Code ${status}`,
  nextTry: (when) => `Prochain essai\u00a0: ${when}`,
  more: (count) => plural(count, { one: 'et # autre', other: 'et # autres' }),
  replay: 'Renvoyer',
  replayOf: (uid) => `l’avis ${uid}`,
  events: {
    data: 'Nouvelles données',
    authorization_ended: 'Une autorisation a pris fin',
    registration_changed: 'Votre inscription a changé',
    batch_ready: 'Un lot est prêt',
    test: 'Essai',
  },
  states: { waiting: 'En attente', delivered: 'Livré', failed: 'Échoué', dropped: 'Non envoyé' },
};
