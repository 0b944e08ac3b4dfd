import { consent } from './fr/consent.ts';
import { dataKinds } from './fr/data-kinds.ts';
import { developerDocs } from './fr/developer-docs.ts';
import { developers } from './fr/developers.ts';
import { errors } from './fr/errors.ts';
import { home } from './fr/home.ts';
import { identify } from './fr/identify.ts';
import { largeFeeds } from './fr/large-feeds.ts';
import { mails } from './fr/mails.ts';
import { notifications } from './fr/notifications.ts';
import { operator } from './fr/operator.ts';
import { passwords } from './fr/passwords.ts';
import { problems } from './fr/problems.ts';
import { refusals } from './fr/refusals.ts';
import { registration } from './fr/registration.ts';
import { sharing } from './fr/sharing.ts';
import { shell } from './fr/shell.ts';
import { terms } from './fr/terms.ts';

export const fr = {
  shell,
  errors,
  terms,
  dataKinds,
  home,
  identify,
  consent,
  sharing,
  problems,
  developerDocs,
  developers,
  registration,
  refusals,
  operator,
  passwords,
  largeFeeds,
  mails,
  notifications,
};
