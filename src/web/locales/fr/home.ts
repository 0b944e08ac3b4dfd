import type { home as english } from '../en/home.ts';

export const home: typeof english = {
  title: 'Données Green Button',
  lead: (utility: string) =>
    `Les clients de ${utility} communiquent leurs données d’énergie aux services qu’ils choisissent.`,
  customers: 'Mes données partagées',
  customersText: 'Voyez avec qui vous partagez vos données, et cessez quand vous voulez.',
  developers: 'Pour les développeurs',
  developersText: 'Documentation, bac à sable et inscription d’applications.',
  operators: 'Pour le personnel du service public',
  operatorsText: 'Tiers, autorisations et ce qui demande votre attention.',
  choose: 'Choisissez votre fournisseur',
  none: 'Il n’y a encore aucun fournisseur ici. Son exploitant le crée en ligne de commande.',
};
