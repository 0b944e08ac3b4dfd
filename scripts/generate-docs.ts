/** Writes the generated documents; with `--check` only says which of them are stale, and fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiledFrom } from '../src/espi/deflate/kernel/reading-kernel.wasm.ts';
import { apiDocument } from './api-document.ts';
import { configurationDocument, environmentExample } from './configuration-document.ts';
import { kernelHash } from './kernel-source.ts';

const generated: Readonly<Record<string, () => string>> = {
  'docs/api.md': apiDocument,
  'docs/configuration.md': configurationDocument,
  '.env.example': environmentExample,
};

const check = process.argv.includes('--check');
let stale = 0;
for (const [name, build] of Object.entries(generated)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const text = build();
  const current = (() => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  })();
  if (current === text) continue;
  if (check) {
    stale++;
    console.error(`${name} is stale: run npm run generate`);
  } else {
    writeFileSync(path, text);
    console.error(`wrote ${name}`);
  }
}
// It takes a compiler that is not installed here.
if (compiledFrom !== kernelHash()) {
  stale++;
  console.error('the kernel is not what its source says: run npm run compile:kernel');
}
if (stale > 0) process.exitCode = 1;
