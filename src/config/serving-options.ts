/** Options of a server that carries load: processes, health, bounds and limits. Rows of the table in `options.ts`. */
import { option } from './option.ts';
import { networks, oneOf, processCount, text, wholeNumber } from './parsers.ts';

export const servingOptions = {
  role: option({
    name: 'METERHOUSE_ROLE',
    parse: oneOf('all', 'web', 'worker'),
    accepted: 'all, web or worker',
    default: 'all',
    description:
      'What this process does: `web` answers requests, `worker` does jobs (mails, notifications, large feeds, reminders), `all` both. `web` and `worker` need PostgreSQL. `serve --role` says it too.',
    since: '0.1.0',
  }),
  processes: option({
    name: 'METERHOUSE_PROCESSES',
    parse: processCount,
    accepted: 'a whole number from 1 to 256, or auto: one for each core',
    default: 1,
    description:
      'How many processes of this machine share the port. One that crashes is started again. More than one needs PostgreSQL. `serve --processes` says it too.',
    since: '0.1.0',
  }),
  databaseConnections: option({
    name: 'METERHOUSE_DATABASE_CONNECTIONS',
    parse: wholeNumber(2, 1000),
    accepted: 'a whole number from 2 to 1000',
    default: 10,
    description:
      'Most connections to PostgreSQL that each process has for requests; jobs have half as many of their own. All processes together must stay below `max_connections` of the server.',
    since: '0.1.0',
  }),
  trustedProxies: option({
    name: 'METERHOUSE_TRUSTED_PROXIES',
    parse: networks,
    accepted: 'addresses or networks with commas between them, such as 10.0.0.5,10.1.0.0/16, or loopback',
    defaultWords: 'none: the address of a request is that of its connection',
    description:
      'Proxies whose `X-Forwarded-For` is believed. Without it all who come through a proxy count as one address.',
    since: '0.1.0',
    example: 'loopback',
  }),
  managementPort: option({
    name: 'METERHOUSE_MANAGEMENT_PORT',
    parse: wholeNumber(1, 65_535),
    accepted: 'a whole number from 1 to 65535',
    defaultWords: 'none: health is on the port of the server alone, and a worker listens on none',
    description: 'A port of its own for `/livez`, `/readyz` and `/metrics`, without a token. Keep it inside.',
    since: '0.1.0',
    example: '9464',
  }),
  managementHost: option({
    name: 'METERHOUSE_MANAGEMENT_HOST',
    parse: text,
    accepted: 'an address or host name of this machine',
    default: '127.0.0.1',
    description: 'Address for METERHOUSE_MANAGEMENT_PORT.',
    since: '0.1.0',
  }),
  metricsToken: option({
    name: 'METERHOUSE_METRICS_TOKEN',
    parse: text,
    accepted: 'any text',
    defaultWords: 'none: no metrics on the port of the server',
    secret: true,
    description:
      'With it the port of the server has `/metrics` too, for those who send this as bearer token.',
    since: '0.1.0',
  }),
  drainSeconds: option({
    name: 'METERHOUSE_DRAIN_SECONDS',
    parse: wholeNumber(0, 3600),
    accepted: 'a whole number from 0 to 3600',
    default: 0,
    description:
      'How long a server that was told to stop goes on taking requests while `/readyz` is 503 already, so that a balancer sees it. Set it to a little more than the interval of its checks.',
    since: '0.1.0',
  }),
  requestSeconds: option({
    name: 'METERHOUSE_REQUEST_SECONDS',
    parse: wholeNumber(1, 3600),
    accepted: 'a whole number from 1 to 3600',
    default: 60,
    description:
      'How long it may take until an answer begins; then it is 504. A batch or bulk of which it is not known after half of it how large it is, is written by a worker: 202.',
    since: '0.1.0',
  }),
  answerSeconds: option({
    name: 'METERHOUSE_ANSWER_SECONDS',
    parse: wholeNumber(1, 86_400),
    accepted: 'a whole number from 1 to 86400',
    default: 3600,
    description:
      'How long it may take until an answer has wholly left; then its connection ends. A connection on which nothing moves for a minute ends sooner.',
    since: '0.1.0',
  }),
  statementSeconds: option({
    name: 'METERHOUSE_STATEMENT_SECONDS',
    parse: wholeNumber(1, 3600),
    accepted: 'a whole number from 1 to 3600',
    default: 60,
    description:
      'How long one statement of a request may run on PostgreSQL. Jobs, imports and migrations have no such bound.',
    since: '0.1.0',
  }),
  maxFeeds: option({
    name: 'METERHOUSE_MAX_FEEDS',
    parse: wholeNumber(0, 100_000),
    accepted: 'a whole number from 0 to 100000; 0 is no bound',
    default: 64,
    description:
      'How many feeds each process sends at once, at most half of them to one third party. Who comes then gets 503 with `Retry-After`.',
    since: '0.1.0',
  }),
  maxMemoryMegabytes: option({
    name: 'METERHOUSE_MAX_MEMORY_MB',
    parse: wholeNumber(100, 10_000_000),
    accepted: 'a whole number of megabytes from 100',
    defaultWords:
      '85 % of the memory of the container, or of the machine (and 600 MB at least), shared among its processes',
    description:
      'Resident memory of one process beyond which requests are refused with 503. The heap of Node is watched as well.',
    since: '0.1.0',
    example: '1500',
  }),
  maxDelayMilliseconds: option({
    name: 'METERHOUSE_MAX_DELAY_MS',
    parse: wholeNumber(50, 60_000),
    accepted: 'a whole number of milliseconds from 50 to 60000',
    default: 1000,
    description: 'How late the event loop of a process may come round before requests are refused with 503.',
    since: '0.1.0',
  }),
  thirdPartyRate: option({
    name: 'METERHOUSE_RATE_THIRD_PARTY',
    parse: wholeNumber(0, 10_000_000),
    accepted: 'a whole number of requests a minute; 0 is no limit',
    default: 12_000,
    description: 'Requests a minute of one third party, over all processes. More get 429 with `Retry-After`.',
    since: '0.1.0',
  }),
  tokenRate: option({
    name: 'METERHOUSE_RATE_TOKEN',
    parse: wholeNumber(0, 10_000_000),
    accepted: 'a whole number of requests a minute; 0 is no limit',
    default: 3000,
    description: 'The same for the token endpoint, revocation and introspection.',
    since: '0.1.0',
  }),
  addressRate: option({
    name: 'METERHOUSE_RATE_ADDRESS',
    parse: wholeNumber(0, 10_000_000),
    accepted: 'a whole number of requests a minute; 0 is no limit',
    default: 1200,
    description:
      'Requests a minute from one address (of IPv6: one /64) that are not those of a recognised third party: pages, and tokens that are not good.',
    since: '0.1.0',
  }),
  gzip: option({
    name: 'METERHOUSE_GZIP',
    parse: oneOf('direct', 'zlib'),
    accepted: 'direct or zlib',
    default: 'direct',
    description:
      'How feeds are compressed: `direct` writes gzip straight from the stored readings, `zlib` writes the text and compresses that, for several times the CPU. Both unpack to the same bytes.',
    since: '0.1.0',
  }),
  gzipCheckEvery: option({
    name: 'METERHOUSE_GZIP_CHECK_EVERY',
    parse: wholeNumber(0, 1_000_000),
    accepted: 'a whole number from 0 to 1000000; 0 checks none',
    default: 0,
    description:
      'With `direct`, one of so many feeds is unpacked again as it leaves and compared with its text. A difference is an error in the log.',
    since: '0.1.0',
  }),
} as const;
