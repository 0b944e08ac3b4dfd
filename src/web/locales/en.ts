import { consent } from './en/consent.ts';
import { dataKinds } from './en/data-kinds.ts';
import { developerDocs } from './en/developer-docs.ts';
import { developers } from './en/developers.ts';
import { errors } from './en/errors.ts';
import { home } from './en/home.ts';
import { identify } from './en/identify.ts';
import { largeFeeds } from './en/large-feeds.ts';
import { mails } from './en/mails.ts';
import { notifications } from './en/notifications.ts';
import { operator } from './en/operator.ts';
import { passwords } from './en/passwords.ts';
import { problems } from './en/problems.ts';
import { refusals } from './en/refusals.ts';
import { registration } from './en/registration.ts';
import { sharing } from './en/sharing.ts';
import { shell } from './en/shell.ts';
import { terms } from './en/terms.ts';

export const en = {
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
