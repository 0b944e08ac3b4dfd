import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route is called in the metrics; its pattern when absent. */
    name?: string;
    /** Answered whatever the load is: health and metrics. No limit is counted, and nothing is shed. */
    vital?: boolean;
  }
}

/** The settings of a route that must answer while everything else is refused. */
export const vital = { config: { vital: true } } as const;

/** Whether a request is for such a route. */
export const isVital = (request: FastifyRequest): boolean => request.routeOptions.config.vital === true;

/** What the route of a request is called: one of few names, never a part of an address that somebody made up. */
export const routeName = (request: FastifyRequest): string =>
  request.routeOptions.config.name ?? request.routeOptions.url ?? 'unmatched';
