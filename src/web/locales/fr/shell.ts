import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';
import type { shell as english } from '../en/shell.ts';

const plural = pluralIn('fr');

export const shell: typeof english = {
  skip: 'Aller au contenu',
  language: 'Langue',
  languages: { en: 'English', fr: 'Français' },
  mainNavigation: 'Menu principal',
  signOut: 'Fermer la session',
  help: 'Aide',
  privacy: 'Confidentialité',
  accessibility: 'Accessibilité',
  complaint: 'Porter plainte',
  phone: (phone: Words): Words => ['Téléphone\u00a0: ', phone],
  errorPrefix: 'Erreur\u00a0:',
  errorTitle: 'À vérifier d’abord',
  colon: '\u00a0:',
  listSeparator: ', ',
  optional: '(facultatif)',
  pages: 'Pages',
  previous: 'Page précédente',
  next: 'Page suivante',
  rows: (first, last, total) => `${first} à ${last} sur ${plural(total, { one: '#', other: '#' })}`,
  copyHint: 'Cliquez sur une valeur pour la sélectionner en entier, puis copiez-la.',
  back: 'Retour',
  cancel: 'Annuler',
  save: 'Enregistrer',
  none: 'Aucun',
  never: 'Jamais',
  search: 'Rechercher',
  show: 'Afficher',
  all: 'Tous',
  demo: 'Démo',
};
