import { pino } from 'pino';
import { build as prettyStream } from 'pino-pretty';

/** Fields first, then the words; JSON lines or a form for the eye. */
export interface Log {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** How much is said, and how. */
export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly pretty: boolean;
  /** Where the lines go. */
  readonly stream: NodeJS.WritableStream;
}

/** Never written, wherever somebody puts it. */
const secret = ['authorization', 'token', 'secret', 'password', 'cookie'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** The log of the program. Lines leave at once, so that none is lost when the process ends. */
export function createLog({ level, pretty, stream }: LogOptions): Log {
  const options = {
    level,
    base: null,
    redact: { paths: secret, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  if (!pretty) return pino(options, stream);
  const destination = prettyStream({
    destination: stream,
    sync: true,
    translateTime: 'SYS:HH:MM:ss',
    hideObject: false,
  });
  return pino(options, destination);
}
