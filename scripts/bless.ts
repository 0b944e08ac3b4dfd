/** Rewrites the golden answers of `test/wire/expected` and says which of them changed. Look at them before you commit. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expectedFolder, openWireHouses } from '../test/wire/answers.ts';
import { wireCases } from '../test/wire/cases.ts';

const houses = openWireHouses();
try {
  mkdirSync(expectedFolder, { recursive: true });
  const present = new Set(readdirSync(expectedFolder));
  let changed = 0;
  for (const one of wireCases) {
    const { status, text } = await houses.ask(one);
    if (status !== one.status)
      throw new Error(`${one.file}: the answer is ${status}, not ${one.status}: ${text.slice(0, 300)}`);
    const known = present.delete(one.file) ? readFileSync(expectedFolder + one.file, 'utf8') : undefined;
    if (known === text) continue;
    writeFileSync(expectedFolder + one.file, text);
    changed += 1;
    console.error(`${known === undefined ? 'wrote' : 'changed'} ${one.file}`);
  }
  for (const file of present) {
    rmSync(expectedFolder + file);
    console.error(`removed ${file}, of which there is no case`);
  }
  console.error(`${wireCases.length} golden answers, ${changed} of them changed`);
} finally {
  await houses.close();
}
