import { benchDeflate } from './deflate.ts';
import { benchFeed } from './feed.ts';
import { benchImport, benchIngest } from './ingest.ts';
import { type BenchRow, jsonLine } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchOauth } from './oauth.ts';
import { benchLarge, benchLargeMemory, benchRequests } from './requests.ts';
import { benchScale } from './scale.ts';
import { benchStorage } from './storage.ts';

const benches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  deflate: benchDeflate,
  feed: benchFeed,
  storage: benchStorage,
  ingest: benchIngest,
  import: benchImport,
  requests: benchRequests,
  large: benchLarge,
  'large-memory': benchLargeMemory,
  memory: benchMemory,
  oauth: benchOauth,
  scale: benchScale,
};

/** Takes minutes and is for docs/operations.md: only when it is named. */
const onlyByName = 'scale';

/** Numbers with as many digits as they deserve on a shared machine: three. */
const digits = (value: number): string =>
  Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);

function line({ name, value, unit, goal = '', met, note = '' }: BenchRow): string {
  const verdict = met === undefined ? '' : met ? 'yes' : 'NO';
  return `${name.padEnd(76)} ${digits(value).padStart(7)} ${unit.padEnd(6)} ${goal.padEnd(8)} ${verdict.padEnd(4)} ${note}`.trimEnd();
}

const usage = `npm run bench -- [--json] [--only NAME[,NAME]]   names: ${Object.keys(benches).join(', ')}\n`;

/** Runs the benches that are asked for and prints their rows as they come; 1 when one could not be run. */
async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  const at = words.indexOf('--only');
  const names =
    at < 0 ? Object.keys(benches).filter((name) => name !== onlyByName) : (words[at + 1] ?? '').split(',');
  const unknown = words.filter(
    (word, i) => word !== '--json' && word !== '--only' && (at < 0 || i !== at + 1),
  );
  if (unknown.length > 0 || names.some((name) => benches[name] === undefined)) {
    process.stderr.write(usage);
    return 2;
  }
  let code = 0;
  for (const name of names) {
    try {
      for (const row of (await benches[name]?.()) ?? [])
        process.stdout.write(`${json ? jsonLine(row) : line(row)}\n`);
    } catch (error) {
      code = 1;
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  return code;
}

process.exitCode = await main(process.argv.slice(2));
