import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/espi/deflate/kernel/', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, folder));
/** What the module exports is exported by these. */
const entryFiles = ['kernel-memory.as.ts', 'unpack-numbers.as.ts', 'reading-kernel.as.ts'];
export const kernelEntryPaths: readonly string[] = entryFiles.map(pathOf);
export const kernelModulePath: string = pathOf('reading-kernel.wasm.ts');

/** The compiler is large, and needed by nobody who does not change the kernel: it is no dependency. */
export const compiler = 'assemblyscript@0.28.20';
/** Its memory is 40 pages of 64 KiB: all slots fit. It has no allocator and imports nothing. */
export const compilerOptions: readonly string[] = [
  '-O3',
  '--runtime',
  'stub',
  '--initialMemory',
  '40',
  '--maximumMemory',
  '40',
];

const sources = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.as.ts'))
    .sort()
    .map((file) => readFileSync(pathOf(file), 'utf8'));

/** What the module is made of: the sources, the compiler and its options. */
export const kernelHash = (): string =>
  createHash('sha256')
    .update([compiler, ...compilerOptions, ...sources()].join('\n'))
    .digest('hex');
