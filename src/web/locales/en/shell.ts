import type { ComponentChildren as Words } from 'preact';
import { pluralIn } from '../../plural.ts';

const plural = pluralIn('en');

/** The frame of every page, and what components say by themselves. */
export const shell = {
  skip: 'Skip to the content',
  language: 'Language',
  languages: { en: 'English', fr: 'Français' },
  mainNavigation: 'Main',
  signOut: 'Sign out',
  help: 'Help',
  privacy: 'Privacy',
  accessibility: 'Accessibility',
  complaint: 'Make a complaint',
  phone: (phone: Words): Words => ['Call ', phone],
  errorPrefix: 'Error:',
  errorTitle: 'Please check this first',
  colon: ':',
  listSeparator: ', ',
  optional: '(optional)',
  pages: 'Pages',
  previous: 'Previous page',
  next: 'Next page',
  rows: (first: number, last: number, total: number): string =>
    `${first}–${last} of ${plural(total, { one: '#', other: '#' })}`,
  copyHint: 'Click a value to select all of it, then copy.',
  back: 'Back',
  cancel: 'Cancel',
  save: 'Save changes',
  none: 'None',
  never: 'Never',
  search: 'Search',
  show: 'Show',
  all: 'All',
  demo: 'Demo',
};
