import type { terms as english } from '../en/terms.ts';

export const terms: typeof english = {
  services: {
    electricity: 'Électricité',
    gas: 'Gaz naturel',
    water: 'Eau',
    heat: 'Chauffage et climatisation',
    other: 'Autre service',
  },
  billFacts: {
    postal_code: 'Code postal de l’adresse de service',
    bill_total: 'Montant total de votre dernière facture',
    bill_date: 'Date de votre dernière facture',
    meter_number: 'Numéro du compteur',
    phone: 'Numéro de téléphone inscrit à votre compte',
    last_name: 'Nom de famille inscrit à votre compte',
  },
  endCauses: {
    customer: () => 'Vous y avez mis fin.',
    third_party: (thirdParty) => `${thirdParty} y a renoncé.`,
    operator: (_, utility) => `${utility} y a mis fin.`,
    expired: () => 'La date de fin que vous aviez choisie est passée.',
    idle: (thirdParty) =>
      `${thirdParty} ne s’en est pas servi pendant longtemps\u00a0: l’accès a pris fin de lui-même.`,
    security: () =>
      'Nous y avons mis fin pour protéger vos données\u00a0: la clé d’accès a été utilisée de façon anormale.',
  },
  stopReasons: {
    done: 'Je n’ai plus besoin du service',
    not_used: 'Je n’utilise pas cette application',
    worried: 'Je m’inquiète pour ma vie privée',
    mistake: 'J’ai partagé par erreur',
    other: 'Autre chose',
  },
  registrationStates: {
    waiting: 'En attente d’examen',
    question: 'Question posée',
    declined: 'Refusée',
    approved: 'Approuvée',
    live: 'En service',
    suspended: 'Suspendue',
    terminated: 'Résiliée',
  },
  authorizationStates: { active: 'En cours', ended: 'Terminée', declined: 'Refusée' },
  tokenKinds: {
    access_token: 'jeton d’accès (access token)',
    client_access_token: 'jeton d’accès du client (client access token)',
    api_token: 'jeton d’API personnel',
    registration_access_token: 'jeton d’inscription (registration access token)',
  },
  scenarios: {
    home: 'Une maison ordinaire\u00a0: électricité, à l’heure, 13 mois.',
    flat: 'Un appartement\u00a0: électricité, au quart d’heure, 13 mois.',
    solar:
      'Des panneaux solaires sur le toit\u00a0: électricité consommée et injectée dans le réseau; gaz et eau aussi.',
    gas: 'Gaz naturel.',
    water: 'Eau.',
    commercial:
      'Un commerce\u00a0: électricité avec son coût, frais de puissance et qualité de l’alimentation.',
    clock_change: 'Des relevés qui traversent les changements d’heure.',
    gaps: 'Des relevés estimés et des relevés manquants.',
    corrected_bill: 'Une facture corrigée plus tard.',
    closed: 'Un compte fermé.',
    empty: 'Un compte qui n’a rien à partager.',
    slow_batch: 'Un lot qui n’est pas prêt tout de suite (202).',
    expired: 'Un partage terminé.',
    large: 'Un très grand nombre de compteurs.',
  },
};
