import type { ComponentChildren, VNode } from 'preact';
import { Document } from '../components/document.tsx';
import type { View } from '../page.ts';

export type OperatorPart = 'overview' | 'thirdParties' | 'authorizations' | 'largeFeeds' | 'outbox';

/** The frame of the operators' pages. The outbox shows only where mails go nowhere. */
export function OperatorFrame({
  view,
  part,
  title,
  outbox,
  width = 'wide',
  failed,
  children,
}: {
  view: View;
  /** Absent: a page beside the parts. */
  part?: OperatorPart;
  title: string;
  outbox: boolean;
  width?: 'narrow' | 'wide';
  failed?: boolean;
  children: ComponentChildren;
}): VNode {
  const { t, paths } = view;
  const words = t.operator.navigation;
  const hrefs: Record<OperatorPart, string> = {
    overview: paths.operator,
    thirdParties: paths.thirdParties,
    authorizations: paths.authorizations,
    largeFeeds: paths.largeFeeds,
    outbox: paths.outbox,
  };
  const parts: OperatorPart[] = ['overview', 'thirdParties', 'authorizations', 'largeFeeds'];
  if (outbox) parts.push('outbox');
  return (
    <Document
      view={view}
      title={title}
      width={width}
      nav={parts.map((key) => ({ href: hrefs[key], label: words[key], current: key === part }))}
      {...(failed === undefined ? {} : { failed })}
    >
      {children}
    </Document>
  );
}

/** What every operator page is told. */
export interface OperatorBase {
  /** Mails are kept in the outbox, because no mail server is set up. */
  readonly outbox: boolean;
}
