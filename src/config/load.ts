import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { closestMatch } from 'leven';
import { AppError } from '../platform/errors.ts';
import type { Option } from './option.ts';
import { type Config, options } from './options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of tests and measurements, which the program itself does not read. */
const foreignPrefix = /^METERHOUSE_(TEST|BENCH)_/;

/** A name with more wrong letters is another one. */
const mostWrong = 2;

function refuseUnknown(environment: Environment): void {
  const known = new Set(Object.values(options).flatMap(({ name }) => [name, `${name}_FILE`]));
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('METERHOUSE_') || known.has(name) || foreignPrefix.test(name)) continue;
    const own = [...known].filter((each) => each.startsWith('METERHOUSE_') && !each.endsWith('_FILE'));
    const bare = name.slice('METERHOUSE_'.length);
    const meant = known.has(bare) ? bare : closestMatch(name, [...known], { maxDistance: mostWrong });
    const words = meant === undefined ? `Those that begin so: ${own.join(', ')}.` : `Did you mean ${meant}?`;
    throw new AppError(
      'invalid_config',
      `${name} is no option of Meterhouse. ${words} All are in docs/configuration.md.`,
      { parameter: name },
    );
  }
}

function readSecretFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new AppError(
      'invalid_config',
      `${name}=${path} cannot be read (${reason}). Name a file with the value.`,
      {
        parameter: name,
        cause: error,
      },
    );
  }
}

/** The text of an option and the variable that it came from. An empty variable is one that is not set. */
function textOf({ name, secret }: Option<unknown>, environment: Environment): [string, string] | undefined {
  const direct = environment[name];
  const path = secret === true ? environment[`${name}_FILE`] : undefined;
  if (direct !== undefined && direct !== '' && path !== undefined && path !== '')
    throw new AppError('invalid_config', `${name} and ${name}_FILE are both set. Set one of them.`, {
      parameter: name,
    });
  if (direct !== undefined && direct !== '') return [name, direct];
  if (path !== undefined && path !== '') return [`${name}_FILE`, readSecretFile(`${name}_FILE`, path)];
  return undefined;
}

function readOption(option: Option<unknown>, environment: Environment): unknown {
  const given = textOf(option, environment);
  if (given === undefined) return option.default;
  const [name, text] = given;
  const value = option.parse(text);
  if (value === undefined) {
    const shown = option.secret === true ? `The value of ${name}` : `${name}=${text}`;
    throw new AppError('invalid_config', `${shown} is not accepted. Give ${option.accepted}.`, {
      parameter: option.name,
    });
  }
  return value;
}

/** Variables of the file `.env` in the working folder, when there is one. */
function readDotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8')) as Environment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AppError('invalid_config', 'The file .env in this folder cannot be read. Mend or remove it.', {
      cause: error,
    });
  }
}

/**
 * Reads the configuration: variables of the process, then the file `.env` of the working folder, then defaults.
 *
 * @throws AppError `invalid_config`, naming the variable, its value and what is accepted.
 */
export function loadConfig(environment: Environment = { ...readDotEnv(), ...process.env }): Config {
  refuseUnknown(environment);
  const entries = Object.entries(options).map(([key, option]) => [key, readOption(option, environment)]);
  return Object.fromEntries(entries) as Config;
}

/** Whether this process runs as a script of npm, whose shell stands between npm and us. */
export const runsUnderNpm = (environment: Environment = process.env): boolean =>
  environment.npm_lifecycle_event !== undefined;
