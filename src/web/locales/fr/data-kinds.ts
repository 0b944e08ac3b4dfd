import type { dataKinds as english } from '../en/data-kinds.ts';

export const dataKinds: typeof english = {
  intervals: {
    name: 'Consommation d’énergie au fil du temps',
    summary:
      'Ce que vous avez consommé, et injecté dans le réseau s’il y a lieu, pour chaque heure ou moins.',
    items: [
      'La quantité mesurée par chaque compteur à chaque intervalle, avec le moment',
      'L’énergie injectée dans le réseau, mesurée à part',
      'Le coût de chaque intervalle, si nous l’avons',
      'Si un relevé a été mesuré, estimé ou corrigé',
      'Ce que le compteur mesure\u00a0: électricité, gaz ou eau, avec l’unité et le fuseau horaire',
    ],
  },
  usageSummaries: {
    name: 'Factures et coûts',
    summary: 'Les totaux et les frais de vos factures.',
    items: [
      'La période de facturation et la date de chaque facture',
      'La quantité totale consommée, et la plus forte puissance appelée si elle est mesurée',
      'Les montants facturés, ligne par ligne si nous les avons',
      'Le coût de la période en cours jusqu’à présent, si nous le connaissons',
      'Le nom de votre tarif',
      'La facture en document, si nous la conservons',
    ],
  },
  qualitySummaries: {
    name: 'Qualité de l’alimentation',
    summary: 'La stabilité du courant à votre compteur.',
    items: [
      'Le nombre de pannes et leur durée',
      'Les moments où la tension était trop basse ou trop haute',
      'La fréquence, le papillotement et les autres perturbations, si on les mesure',
    ],
  },
  customer: {
    name: 'Compte et adresse de service',
    summary: 'Votre nom, votre numéro de compte et l’emplacement du compteur.',
    items: [
      'Votre nom, votre adresse postale et les coordonnées à votre dossier',
      'Le numéro de compte, et s’il est ouvert',
      'L’adresse de chaque lieu que nous servons',
      'Le tarif ou le contrat de chaque service, et votre fournisseur d’énergie',
      'Vos compteurs et autres appareils\u00a0: leurs numéros et leurs types',
      'Les programmes auxquels vous participez',
      'Vos factures en documents, si nous les conservons',
    ],
  },
};
