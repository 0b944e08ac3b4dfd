/** Compiles the kernel of the gzip writer; with `--check` only says whether the module is another one, and fails. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  compiler,
  compilerOptions,
  kernelEntryPaths,
  kernelHash,
  kernelModulePath,
} from './kernel-source.ts';

function compile(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'meterhouse-kernel-'));
  try {
    const module = join(folder, 'kernel.wasm');
    // The compiler takes names from where it runs.
    const sources = kernelEntryPaths.map((path) => relative(process.cwd(), path));
    execFileSync('npx', ['--yes', '-p', compiler, 'asc', ...sources, ...compilerOptions, '-o', module], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return readFileSync(module);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = `// Written by \`npm run compile:kernel\` from the \`.as.ts\` files of this folder.

/** SHA-256 of the compiler's name, its options and the sources. */
export const compiledFrom = '${kernelHash()}';
/** The WebAssembly module, in base64. */
export const kernelModule =
  '${compile().toString('base64')}';
`;

if (!process.argv.includes('--check')) writeFileSync(kernelModulePath, text);
else if (readFileSync(kernelModulePath, 'utf8') !== text) {
  console.error('the kernel compiles to another module: run npm run compile:kernel');
  process.exitCode = 1;
}
