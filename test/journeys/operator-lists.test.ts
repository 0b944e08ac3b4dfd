import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf, type Journey } from '../support/journey.ts';
import { openPortal, type Portal, portalUrl } from '../support/portal.ts';

const address = (of: string): string => `https://source.example/espi/1_1/resource/${'long/'.repeat(40)}${of}`;

describe('lists of the operator', () => {
  let portal: Portal;
  let run: Journey['run'];
  beforeAll(async () => {
    portal = await openPortal();
    run = commandsOf({ ...portal, secretKey: Buffer.alloc(32, 7), publicUrl: portalUrl });
    // As imported files have it: meters and customers are called by the addresses of their source.
    for (const key of ['home-electric', 'home-gas'])
      await portal.db.query('update usage_point set source_key = $2 where source_key = $1', [
        key,
        address(key),
      ]);
    await portal.db.query(`update customer_resource set source_key = $1 where source_key = 'bob'`, [
      address('bob'),
    ]);
    await portal.db.query(`update usage_point set customer_id = null where source_key = 'cabin-electric'`);
  });
  afterAll(() => portal.close());

  const cellsOf = (text: string, separator: RegExp): string[][] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(separator));
  const jsonOf = async <T>(...words: string[]): Promise<T[]> => {
    const { stdout } = await run(...words, '--json');
    return (
      stdout.startsWith('[')
        ? JSON.parse(stdout)
        : stdout
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
    ) as T[];
  };

  it('authorizations fit a terminal, and their JSON is whole', async () => {
    const [headings, ...rows] = cellsOf((await run('authorization', 'list')).stdout, / {2,}/);
    expect(headings).toEqual(['uid', 'third party', 'customer', 'state', 'meters', 'scope']);
    const full = rows.find(([uid]) => uid === 'authfull');
    const [row] = (
      await jsonOf<{ uid: string; meters: string[]; scope: string }>('authorization', 'list')
    ).filter(({ uid }) => uid === 'authfull');
    expect(row?.meters).toEqual(expect.arrayContaining([address('home-electric'), address('home-gas')]));
    expect(full?.[4]).toBe(`meterhomeelectric +${(row?.meters.length ?? 0) - 1}`);
    expect(row?.scope.startsWith((full?.[5] ?? '?').replace('…', ''))).toBe(true);
    for (const line of (await run('authorization', 'list')).stdout.split('\n'))
      expect(line.length).toBeLessThan(160);
  });

  it('what the list calls a meter and a customer is what commands take', async () => {
    const [, ...rows] = cellsOf((await run('authorization', 'list')).stdout, / {2,}/);
    const customer = rows.find(([uid]) => uid === 'authbob')?.[2] ?? '';
    expect((await run('authorization', 'list', '--customer', customer)).stdout).toContain('authbob');
    const words = ['--third-party', 'clientone', '--customer', 'ada', '--meters', 'meterhomeelectric'];
    expect((await run('authorization', 'create', ...words)).code).toBe(0);
  });

  it('customers have their keys, account numbers and meters under words that say which is which', async () => {
    const [headings, ...rows] = cellsOf((await run('customer', 'list')).stdout, /\t/);
    expect(headings).toEqual(['customer key', 'customer uid', 'name', 'account numbers', 'meters']);
    const ada = rows.find(([key]) => key === 'ada');
    expect(ada?.slice(2)).toEqual(['Ada Example', '4711-0815', 'meterhomeelectric,meterhomegas']);
    expect(rows.at(-1)).toEqual(['-', '', '', '', expect.stringContaining('cabin-electric')]);
    const [json] = (await jsonOf<{ key: string }>('customer', 'list')).filter(({ key }) => key === 'ada');
    expect(json).toMatchObject({
      uid: ada?.[1],
      accountNumbers: ['4711-0815'],
      meters: [address('home-electric'), address('home-gas')],
    });
  });
});
