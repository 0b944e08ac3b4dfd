import type { VNode } from 'preact';
import type { View } from '../page.ts';
import { Status } from './notice.tsx';
import { type Column, Table } from './table.tsx';
import { Time } from './time.tsx';

/** A feed that is written once and kept, as its third party and the operator see it. Times in milliseconds. */
export interface LargeFeedFace {
  readonly uid: string;
  /** Where its reader finds it, below the root of the API: path and query. */
  readonly path: string;
  readonly kind: 'authorization' | 'everything' | 'bulk';
  readonly stage: 'queued' | 'waiting' | 'writing' | 'failed' | 'ready';
  /** 0 to 100. */
  readonly percent: number;
  /** About, until it is written. */
  readonly readings: number;
  readonly bytes: number;
  readonly since: number;
  readonly expires: number;
  readonly lastReadAt?: number;
  /** When it is tried again. */
  readonly nextTryAt?: number;
}

function Stamp({ view, at }: { view: View; at: number }): VNode {
  return (
    <span class="nowrap">
      <Time view={view} at={at} as="stamp" />
    </span>
  );
}

const tones = { queued: 'info', waiting: 'info', writing: 'info', failed: 'bad', ready: 'good' } as const;

function Stage({ view, feed, why }: { view: View; feed: LargeFeedFace; why: string | undefined }): VNode {
  const { t, f } = view;
  const words = t.largeFeeds;
  return (
    <>
      <Status tone={tones[feed.stage]}>{words.stages[feed.stage]}</Status>
      <span class="explanation">
        {feed.stage === 'ready'
          ? words.readings(f.number(feed.readings))
          : words.progress(f.percent(feed.percent / 100), f.number(feed.readings))}
        {feed.stage !== 'ready' ? null : (
          <span class="block">
            {feed.lastReadAt === undefined
              ? words.notRead
              : words.lastRead(<Time view={view} at={feed.lastReadAt} as="stamp" />)}
          </span>
        )}
        {why === undefined ? null : <span class="block">{why}</span>}
        {feed.nextTryAt === undefined ? null : (
          <span class="block">{words.nextTry(<Time view={view} at={feed.nextTryAt} as="time" />)}</span>
        )}
      </span>
    </>
  );
}

/** Feeds that are written before they are read: where each is, how far, how large, since when and for how long. */
export function LargeFeeds<Feed extends LargeFeedFace>({
  view,
  feeds,
  whose = [],
  why = () => undefined,
}: {
  view: View;
  feeds: readonly Feed[];
  /** Columns about whose they are. */
  whose?: readonly Column<Feed>[];
  /** Why the last try failed, for those who may know. */
  why?: (feed: Feed) => string | undefined;
}): VNode {
  const { t, f } = view;
  const words = t.largeFeeds;
  return (
    <Table
      caption={words.title}
      rows={feeds}
      empty={<p>{words.empty}</p>}
      columns={[
        {
          head: words.feed,
          rowHead: true,
          cell: ({ path, kind }) => (
            <>
              <code class="wrap">{path}</code>
              <span class="muted small block">{words.kinds[kind]}</span>
            </>
          ),
        },
        ...whose,
        { head: words.state, cell: (feed) => <Stage view={view} feed={feed} why={why(feed)} /> },
        {
          head: words.size,
          numeric: true,
          cell: ({ bytes }) => <span class="nowrap">{bytes === 0 ? '–' : f.bytes(bytes)}</span>,
        },
        { head: words.since, cell: ({ since }) => <Stamp view={view} at={since} /> },
        { head: words.expires, cell: ({ expires }) => <Stamp view={view} at={expires} /> },
      ]}
    />
  );
}
