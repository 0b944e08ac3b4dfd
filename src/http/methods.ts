import { METHODS } from 'node:http';
import type { FastifyInstance, RouteHandlerMethod, RouteOptions } from 'fastify';
import { AppError } from '../platform/errors.ts';

const readMethods = ['GET', 'HEAD'];
const otherMethods = METHODS.filter((method) => !readMethods.includes(method) && method !== 'CONNECT');

/** Makes the router know every method, so that a path can refuse it instead of not being found. */
export function knowAllMethods(app: FastifyInstance): void {
  for (const method of otherMethods)
    if (!app.supportedMethods.includes(method)) app.addHttpMethod(method, { hasBody: false });
}

/** What changes a resource, by method. */
export type Writers = Readonly<Partial<Record<'PUT' | 'DELETE', RouteHandlerMethod>>>;

/**
 * A route for GET and HEAD, and for the methods that change it; every other method is answered with 405 and what is
 * allowed, body unread.
 */
export function resourceRoute(
  app: FastifyInstance,
  route: Omit<RouteOptions, 'method'>,
  writers: Writers = {},
): void {
  app.route({ ...route, method: readMethods });
  for (const [method, handler] of Object.entries(writers)) app.route({ ...route, method, handler });
  const allowed = [...readMethods, ...Object.keys(writers)];
  app.route({
    method: otherMethods.filter((method) => !allowed.includes(method)),
    url: route.url,
    onRequest: async (request, reply) => {
      reply.header('allow', allowed.join(', '));
      throw new AppError(
        'method_not_allowed',
        `This address answers ${allowed.join(', ')}, not ${request.method}.`,
      );
    },
    handler: () => undefined,
  });
}

/** A route for GET and HEAD that answers every other method with 405 and what is allowed, body unread. */
export const readOnlyRoute = (app: FastifyInstance, route: Omit<RouteOptions, 'method'>): void =>
  resourceRoute(app, route);
