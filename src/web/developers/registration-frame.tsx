import type { ComponentChildren, VNode } from 'preact';
import { Document } from '../components/document.tsx';
import { Heading } from '../components/heading.tsx';
import { Status } from '../components/notice.tsx';
import { inSandbox, RegistrationStatus } from '../components/registration.tsx';
import { Tabs } from '../components/tabs.tsx';
import type { View } from '../page.ts';
import type { RegistrationFace } from '../registration-face.ts';
import { developerNavigation } from './navigation.ts';

export type RegistrationTab =
  | 'overview'
  | 'keys'
  | 'authorizations'
  | 'requests'
  | 'largeFeeds'
  | 'notifications'
  | 'testCustomers';

/** What the pages of one registration have in common: its name, mode and state, and the tabs. */
export function RegistrationFrame({
  view,
  registration,
  tab,
  failed,
  children,
}: {
  view: View;
  registration: RegistrationFace;
  tab: RegistrationTab;
  failed?: boolean;
  children: ComponentChildren;
}): VNode {
  const { t, paths } = view;
  const { uid, name, company, state } = registration;
  const hrefs: Record<RegistrationTab, string> = {
    overview: paths.registration(uid),
    keys: paths.registrationKeys(uid),
    authorizations: paths.registrationAuthorizations(uid),
    requests: paths.registrationRequests(uid),
    largeFeeds: paths.registrationLargeFeeds(uid),
    notifications: paths.registrationNotifications(uid),
    testCustomers: paths.registrationTestCustomers(uid),
  };
  const tabs = [
    'overview',
    'keys',
    'authorizations',
    'requests',
    'largeFeeds',
    'notifications',
    'testCustomers',
  ] as const;
  return (
    <Document
      view={view}
      title={`${t.developers.tabs[tab]} · ${name}`}
      width="wide"
      nav={developerNavigation(view)}
      {...(failed === undefined ? {} : { failed })}
    >
      <Heading title={name} below={company}>
        {inSandbox(state) ? <Status tone="info">{t.registration.sandbox}</Status> : null}
        <RegistrationStatus view={view} state={state} />
      </Heading>
      <Tabs
        label={t.developers.tabsLabel}
        items={tabs.map((key) => ({ href: hrefs[key], label: t.developers.tabs[key], current: key === tab }))}
      />
      {children}
    </Document>
  );
}
