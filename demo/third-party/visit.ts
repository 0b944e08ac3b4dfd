import { randomBytes } from 'node:crypto';
import type { Exchange } from './exchange.ts';
import type { FeedReadings } from './feed.ts';
import type { Settings } from './settings.ts';

/** What the custodian's token answer carries beside the standard members. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scope: string;
  readonly resourceUri: string;
  readonly authorizationUri: string;
  readonly customerResourceUri: string;
  readonly expiresAt: number;
}

/** Credentials of a registration. */
interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationToken: string;
  readonly applicationUri: string;
}

/** The steps that a developer clicks through. */
const steps = ['register', 'authorize', 'token', 'batch', 'refresh', 'revoke'] as const;
export type Step = (typeof steps)[number];

/** One browser's walk through the steps. Kept in memory only, as everything here is a demonstration. */
export interface Visit {
  readonly id: string;
  readonly csrf: string;
  credentials: Credentials;
  pending?: { readonly state: string; readonly verifier: string };
  grant?: Grant;
  revoked: boolean;
  feed?: FeedReadings;
  problem?: { readonly step: Step; readonly text: string };
  readonly exchanges: Map<Step, Exchange>;
  seen: number;
}

const mostVisits = 200;

/** The visits of this process, the longest unused of which goes when there are too many. */
export function createVisits(settings: Settings) {
  const visits = new Map<string, Visit>();
  return {
    find: (id: string | undefined): Visit | undefined => {
      const visit = id === undefined ? undefined : visits.get(id);
      if (visit === undefined) return undefined;
      visits.delete(visit.id);
      visits.set(visit.id, visit);
      return visit;
    },
    open: (): Visit => {
      const visit: Visit = {
        id: randomBytes(24).toString('base64url'),
        csrf: randomBytes(24).toString('base64url'),
        credentials: settings,
        revoked: false,
        exchanges: new Map(),
        seen: Date.now(),
      };
      visits.set(visit.id, visit);
      for (const id of visits.keys()) {
        if (visits.size <= mostVisits) break;
        visits.delete(id);
      }
      return visit;
    },
  };
}
