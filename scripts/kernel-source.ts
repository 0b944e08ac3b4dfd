import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/espi/deflate/kernel/', import.meta.url);
export const kernelSourcePath: string = fileURLToPath(new URL('reading-kernel.as.ts', folder));
export const kernelModulePath: string = fileURLToPath(new URL('reading-kernel.wasm.ts', folder));

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

/** What the module is made of: the source, the compiler and its options. */
export const kernelHash = (): string =>
  createHash('sha256')
    .update([compiler, ...compilerOptions, readFileSync(kernelSourcePath, 'utf8')].join('\n'))
    .digest('hex');
