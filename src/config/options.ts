/**
 * THE table of options: every environment variable that the program reads, and nothing else. `load.ts`,
 * `docs/configuration.md` and `.env.example` read it.
 */
import { secretKeyBytes } from '../platform/crypto.ts';
import { certificateOptions } from './certificate-options.ts';
import { option } from './option.ts';
import {
  bytes,
  connectionString,
  mailAddress,
  mailServer,
  oneOf,
  type Parser,
  text,
  webAddress,
  wholeNumber,
} from './parsers.ts';
import { servingOptions } from './serving-options.ts';

/** Every option, by the name that the program uses. */
export const options = {
  port: option({
    name: 'PORT',
    parse: wholeNumber(0, 65_535),
    accepted: 'a whole number from 0 to 65535; 0 takes any free port',
    default: 8080,
    description: 'Port on which the server listens.',
    since: '0.1.0',
  }),
  host: option({
    name: 'HOST',
    parse: text,
    accepted: 'an address or host name of this machine',
    default: '127.0.0.1',
    description:
      'Address on which the server listens. `0.0.0.0` is every IPv4 address of the machine, `::` every address.',
    since: '0.1.0',
  }),
  publicUrl: option({
    name: 'PUBLIC_URL',
    parse: webAddress,
    accepted: 'an http or https address without query, such as https://greenbutton.example.org',
    defaultWords: 'http://localhost:PORT',
    description: 'Address at which third parties reach this server: where every link in a feed begins.',
    since: '0.1.0',
    example: 'https://greenbutton.example.org',
  }),
  dataDir: option({
    name: 'DATA_DIR',
    parse: text,
    accepted: 'the path of a folder',
    default: './data',
    description:
      'Folder of the embedded database and of the generated key. It is created when it is not there.',
    since: '0.1.0',
  }),
  databaseUrl: option({
    name: 'DATABASE_URL',
    parse: connectionString,
    accepted:
      'a connection string with the name of a database, such as postgres://user:password@host:5432/database',
    defaultWords: 'the embedded database in DATA_DIR',
    secret: true,
    description: 'PostgreSQL 15 or newer, to use instead of the embedded database.',
    since: '0.1.0',
    example: 'postgres://meterhouse@localhost:5432/meterhouse',
  }),
  secretKey: option({
    name: 'SECRET_KEY',
    parse: bytes(secretKeyBytes),
    accepted: '32 bytes as base64 or hex, such as openssl rand -base64 32 prints',
    defaultWords: 'the file secret.key in DATA_DIR, made at the first start',
    secret: true,
    description:
      'Key under which client secrets are sealed. Several processes on one PostgreSQL need the same.',
    since: '0.1.0',
  }),
  logLevel: option({
    name: 'LOG_LEVEL',
    parse: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    accepted: 'debug, info, warn, error or silent',
    default: 'info',
    description: 'How much the log on stderr says. `info` has a line for each request.',
    since: '0.1.0',
  }),
  logFormat: option({
    name: 'LOG_FORMAT',
    parse: oneOf('auto', 'json', 'pretty'),
    accepted: 'auto, json or pretty',
    default: 'auto',
    description: 'How the log is written: `auto` is pretty on a terminal and JSON lines elsewhere.',
    since: '0.1.0',
  }),
  demo: option({
    name: 'METERHOUSE_DEMO',
    parse: oneOf('auto', 'off'),
    accepted: 'auto or off',
    default: 'auto',
    description:
      'Whether `serve` creates the demo utility when the embedded database is new: `auto` does. On PostgreSQL it never does.',
    since: '0.1.0',
  }),
  demoApp: option({
    name: 'METERHOUSE_DEMO_APP',
    parse: oneOf('auto', 'off'),
    accepted: 'auto or off',
    default: 'auto',
    description:
      'Whether `serve` also starts the demo third party, on the port after its own, where there is a demo utility.',
    since: '0.1.0',
  }),
  missingTokenStatus: option({
    name: 'METERHOUSE_MISSING_TOKEN_STATUS',
    parse: oneOf('401', '403'),
    accepted: '401 or 403',
    default: '401',
    description:
      'Status of an answer to a request without any token. The certification suite of 2019 wants 403.',
    since: '0.1.0',
  }),
  smtpUrl: option({
    name: 'SMTP_URL',
    parse: mailServer,
    accepted:
      'the address of a mail server such as smtp://user:password@mail.example.org:587 or smtps://…:465',
    defaultWords: 'no mail server: mails lie in the outbox, where operators read them',
    secret: true,
    description: 'Mail server that delivers codes, receipts and reminders. Needs MAIL_FROM.',
    since: '0.1.0',
    example: 'smtp://user:password@mail.example.org:587',
  }),
  mailFrom: option({
    name: 'MAIL_FROM',
    parse: mailAddress,
    accepted:
      'an e-mail address, with a name before it or without, such as Riverbend <no-reply@riverbend.example>',
    defaultWords: 'none: needed with SMTP_URL',
    description: 'Who the mails are from.',
    since: '0.1.0',
    example: 'Riverbend Utilities <no-reply@riverbend.example>',
  }),
  outgoingAddresses: option({
    name: 'METERHOUSE_OUTGOING_ADDRESSES',
    parse: oneOf('public', 'loopback', 'any'),
    accepted: 'public, loopback or any',
    defaultWords: 'public; loopback while the server itself stands at localhost',
    description:
      'Where notifications may be posted to: `public` is https on the public internet, `loopback` also this machine, also without TLS, `any` also private networks. Third parties choose the addresses: leave it at `public` where the server can reach anything private.',
    since: '0.1.0',
  }),
  largeFeedReadings: option({
    name: 'METERHOUSE_LARGE_FEED_READINGS',
    parse: wholeNumber(1, 1_000_000_000),
    accepted: 'a whole number from 1 to 1000000000',
    default: 700_800,
    description:
      'Feeds of more readings are answered with 202 and written by a worker; bulks are split at about this size. The default is 20 meters for a year, every 15 minutes.',
    since: '0.1.0',
  }),
  largeFeedQuota: option({
    name: 'METERHOUSE_LARGE_FEED_QUOTA',
    parse: wholeNumber(1, 100_000),
    accepted: 'a whole number from 1 to 100000',
    default: 100,
    description: 'Most large feeds of one third party that are kept or being written at the same time.',
    since: '0.1.0',
  }),
  largeFeedKeepHours: option({
    name: 'METERHOUSE_LARGE_FEED_KEEP_HOURS',
    parse: wholeNumber(1, 8760),
    accepted: 'a whole number from 1 to 8760',
    default: 48,
    description: 'How long a finished large feed is kept in the database.',
    since: '0.1.0',
  }),
  largeFeedPartBytes: option({
    name: 'METERHOUSE_LARGE_FEED_PART_BYTES',
    parse: wholeNumber(65_536, 16_777_216),
    accepted: 'a whole number from 65536 to 16777216',
    default: 1_048_576,
    description: 'Bytes of the parts in which large feeds are kept.',
    since: '0.1.0',
  }),
  bulkKeepDays: option({
    name: 'METERHOUSE_BULK_KEEP_DAYS',
    parse: wholeNumber(1, 365),
    accepted: 'a whole number from 1 to 365',
    default: 5,
    description: 'How long the bulk feed of a notification can be read.',
    since: '0.1.0',
  }),
  stopSeconds: option({
    name: 'METERHOUSE_STOP_SECONDS',
    parse: wholeNumber(0, 3600),
    accepted: 'a whole number from 0 to 3600',
    default: 20,
    description: 'How long a server that was told to stop lets running requests go on.',
    since: '0.1.0',
  }),
  ...servingOptions,
  ...certificateOptions,
} as const;

type ParsedBy<O> = O extends { readonly parse: Parser<infer T> } ? T : never;
type HasDefault<O> = O extends { readonly default: unknown } ? true : false;

/** What the program runs with. */
export type Config = {
  readonly [K in keyof typeof options]: HasDefault<(typeof options)[K]> extends true
    ? ParsedBy<(typeof options)[K]>
    : ParsedBy<(typeof options)[K]> | undefined;
};
