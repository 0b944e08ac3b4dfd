import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { FeedSlots } from './feed-slots.ts';
import type { RequestListener } from './request-end.ts';
import { isVital, routeName } from './route-config.ts';

/** What is counted of requests. Labels hold names of routes and statuses, never an id. */
export interface RequestMetrics {
  readonly begin: () => void;
  readonly end: (request: {
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly seconds: number;
    readonly bytes: number;
    readonly aborted: boolean;
  }) => void;
}

/** Metrics of requests, in a registry. */
export function createRequestMetrics(registry: Registry, feedSlots?: FeedSlots): RequestMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'meterhouse_http_requests_total',
    help: 'Requests that were answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'meterhouse_http_request_duration_seconds',
    help: 'From the request to the end of its answer, by route.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const bytes = new Counter({
    name: 'meterhouse_http_response_bytes_total',
    help: 'Bytes that left, heads included, by route: those of feeds are the routes of feeds.',
    labelNames: ['route'],
    registers,
  });
  const aborted = new Counter({
    name: 'meterhouse_http_aborted_total',
    help: 'Answers whose connection ended before they had left, by route.',
    labelNames: ['route'],
    registers,
  });
  const running = new Gauge({
    name: 'meterhouse_http_requests_in_progress',
    help: 'Requests that are being answered.',
    registers,
  });
  if (feedSlots !== undefined)
    new Gauge({
      name: 'meterhouse_feeds_in_progress',
      help: 'Feeds that are on their way.',
      registers,
      collect() {
        this.set(feedSlots.taken());
      },
    });
  return {
    begin: () => running.inc(),
    end: (request) => {
      const { route, method, status } = request;
      running.dec();
      requests.inc({ route, method, status });
      durations.observe({ route }, request.seconds);
      bytes.inc({ route }, request.bytes);
      if (request.aborted) aborted.inc({ route });
    },
  };
}

const knownMethod = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)$/;

/** Counts the requests that are being answered. Health and metrics are not counted. */
export function mountRequestMetrics(app: FastifyInstance, requestMetrics: RequestMetrics): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isVital(request)) requestMetrics.begin();
    done();
  });
}

/** Counts every request when its connection is done with it. */
export const requestCounting =
  (requestMetrics: RequestMetrics): RequestListener =>
  ({ request, reply, milliseconds, bytes, aborted }) => {
    if (isVital(request)) return;
    const { method } = request;
    requestMetrics.end({
      route: routeName(request),
      method: knownMethod.test(method) ? method : 'other',
      status: reply.raw.statusCode,
      seconds: milliseconds / 1000,
      bytes,
      aborted,
    });
  };
