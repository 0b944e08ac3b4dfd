import type { FastifyReply, FastifyRequest } from 'fastify';

/** A link of a third party that cannot be followed, for the page that says so. */
export interface AuthorizeProblem {
  readonly status: number;
  /** What a customer reads out: `AUTH-102`. */
  readonly code: string;
  /** For the developer, in English. */
  readonly description: string;
  /** When it is known. */
  readonly thirdPartyName?: string | undefined;
}

/** Pages that the authorization endpoint shows itself. */
export interface OauthPages {
  /** The page as HTML; its headers are set on the reply. */
  readonly authorizeProblem: (
    request: FastifyRequest,
    reply: FastifyReply,
    problem: AuthorizeProblem,
  ) => Promise<string>;
}
