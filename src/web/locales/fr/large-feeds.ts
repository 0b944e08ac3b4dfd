import type { largeFeeds as english } from '../en/large-feeds.ts';

export const largeFeeds: typeof english = {
  title: 'Gros flux',
  lead: 'Ce qui est trop gros pour être préparé pendant que le lecteur attend est écrit une seule fois\u00a0: l’adresse répond 202 jusqu’à ce que tout y soit, puis 200 tant que le flux est conservé. Les lots sont écrits de la même façon.',
  feed: 'Flux',
  kinds: {
    authorization: 'Une autorisation',
    everything: 'Toutes les autorisations',
    bulk: 'Lot\u00a0: ce qui a changé',
  },
  state: 'État',
  stages: {
    queued: 'En file',
    waiting: 'Attend une importation',
    writing: 'En cours d’écriture',
    failed: 'Échec',
    ready: 'Prêt',
  },
  progress: (percent, readings) => `${percent} d’environ ${readings} relevés`,
  readings: (readings) => `${readings} relevés`,
  nextTry: (time) => ['Prochain essai\u00a0: ', time],
  size: 'Taille',
  since: 'Demandé',
  lastRead: (time) => ['Dernière lecture\u00a0: ', time],
  notRead: 'Pas encore lu',
  expires: 'Conservé jusqu’au',
  empty: 'Aucun gros flux n’est conservé pour le moment.',
};
