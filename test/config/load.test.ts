import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { options } from '../../src/config/options.ts';
import { loadSecretKey, secretKeyPath } from '../../src/config/secret-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'meterhouse-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileWith = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const key = Buffer.alloc(32, 9);
const refusal = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_config' });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};

describe('the configuration', () => {
  it('is complete without any variable: each option has the default of its row', () => {
    const config: Readonly<Record<string, unknown>> = { ...loadConfig({}) };
    const rows: readonly (readonly [string, { readonly name: string; readonly default?: unknown }])[] =
      Object.entries(options);
    expect(Object.keys(config).sort()).toEqual(rows.map(([name]) => name).sort());
    for (const [name, row] of rows) expect([name, config[name]]).toEqual([name, row.default]);
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: undefined,
      demo: 'auto',
      missingTokenStatus: '401',
    });
  });

  it('takes what is set; an empty variable is not set', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '',
      PUBLIC_URL: 'https://gb.example.org/base/',
      DATABASE_URL: 'postgresql://u:p@h/d',
      SECRET_KEY: key.toString('hex'),
      PATH: '/usr/bin',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '127.0.0.1',
      publicUrl: 'https://gb.example.org/base',
      databaseUrl: 'postgresql://u:p@h/d',
    });
    expect(Buffer.from(config.secretKey ?? []).equals(key)).toBe(true);
  });

  it.each([
    ['PORT', ['abc', '-1', '65536', '80.5', ' 80', '1e3']],
    ['PUBLIC_URL', ['example.org', 'ftp://x', 'https://x/?a', 'https://u@x', 'https://x/#a']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['METERHOUSE_MISSING_TOKEN_STATUS', ['404']],
    ['METERHOUSE_STOP_SECONDS', ['3601', 'soon']],
  ])('%s is refused with its value and what is accepted', (name, values) => {
    const option = Object.values(options).find((each) => each.name === name);
    for (const value of values) {
      expect(refusal({ [name]: value })).toBe(`${name}=${value} is not accepted. Give ${option?.accepted}.`);
    }
  });

  it('never shows a secret', () => {
    expect(refusal({ DATABASE_URL: 'mysql://root:hunter2@h/d' })).not.toContain('hunter2');
    expect(refusal({ SECRET_KEY: 'c2hvcnQ=' })).toBe(
      'The value of SECRET_KEY is not accepted. Give 32 bytes as base64 or hex, such as openssl rand -base64 32 prints.',
    );
  });

  it('reads secrets from files, and only secrets', () => {
    const path = fileWith('url', 'postgres://u:p@h/d\n');
    expect(loadConfig({ DATABASE_URL_FILE: path }).databaseUrl).toBe('postgres://u:p@h/d');
    expect(loadConfig({ PORT_FILE: path }).port).toBe(8080);
    expect(refusal({ DATABASE_URL_FILE: path, DATABASE_URL: 'postgres://h/d' })).toMatch(/both set/);
    expect(refusal({ DATABASE_URL_FILE: join(folder, 'nowhere') })).toMatch(/DATABASE_URL_FILE=.*ENOENT/);
  });

  it('refuses what looks like an option and is none', () => {
    expect(refusal({ METERHOUSE_FROBNICATE: '1' })).toMatch(/FROBNICATE is no option.*METERHOUSE_DEMO,/);
    expect(refusal({ METERHOUSE_DEM: 'off' })).toMatch(/DEM is no option.* Did you mean METERHOUSE_DEMO\?/);
    expect(refusal({ METERHOUSE_PORT: '1' })).toMatch(/METERHOUSE_PORT is no option.* Did you mean PORT\?/);
    expect(loadConfig({ METERHOUSE_TEST_POSTGRES_URL: 'x' }).port).toBe(8080);
  });
});

describe('the key', () => {
  it('is made once, for its owner alone', async () => {
    const dataDir = join(folder, 'data');
    const config = { dataDir, secretKey: undefined };
    const [first, second] = await Promise.all([loadSecretKey(config), loadSecretKey(config)]);
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect(statSync(secretKeyPath(dataDir)).mode & 0o777).toBe(0o600);
    expect(readFileSync(secretKeyPath(dataDir), 'utf8')).toMatch(/^[\w+/]{43}=\n$/);
    expect(await loadSecretKey({ dataDir, secretKey: key })).toBe(key);
    writeFileSync(secretKeyPath(dataDir), 'cut');
    await expect(loadSecretKey(config)).rejects.toMatchObject({ code: 'invalid_config' });
  });
});
