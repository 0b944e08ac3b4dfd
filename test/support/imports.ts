import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

/** One source file with the source files that it imports, as paths below the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
  readonly lines: number;
}

const importPattern =
  /(?:^|[\s;])(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|^\s*import\s*['"]([^'"]+)['"]/gm;

/** Reads every TypeScript file below `root` and what it imports. */
export function readSources(root: string): SourceFile[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  return files.map((name) => {
    const text = readFileSync(join(root, name), 'utf8');
    const targets = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
    const path = name.split(sep).join('/');
    return {
      path,
      imports: targets
        .filter((target) => target.startsWith('.'))
        .map((target) =>
          normalize(join(dirname(path), target))
            .split(sep)
            .join('/'),
        ),
      packages: targets.filter((target) => !target.startsWith('.')),
      lines: text.split('\n').length - 1,
    };
  });
}

/** Which rooms each room may import beside itself. */
export const floors: Readonly<Record<string, readonly string[]>> = {
  espi: [],
  platform: [],
  config: ['platform'],
  storage: ['espi', 'platform'],
  services: ['storage', 'espi', 'platform'],
  http: ['services', 'espi', 'platform'],
  web: ['services', 'http', 'espi', 'platform'],
  jobs: ['services', 'espi', 'platform'],
  cli: ['services', 'config', 'espi', 'platform'],
  roof: ['http', 'web', 'jobs', 'cli', 'services', 'storage', 'config', 'espi', 'platform'],
};

const maxLines = 500;

/** Files of more lines than a file may have, in words. */
export const longFiles = (files: readonly SourceFile[]): string[] =>
  files.filter(({ lines }) => lines > maxLines).map(({ path, lines }) => `${path} has ${lines} lines`);

const roomOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : 'roof');

/** Imports that break the floors, in words. The roof, `main.ts`, `serve.ts` and `roof/`, may import every room. */
export function upwardImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    const allowed = floors[room];
    if (room === 'roof') return [];
    if (allowed === undefined) return [`${file.path}: the room ${room} is not on the plan`];
    return file.imports
      .filter((target) => roomOf(target) !== room && !allowed.includes(roomOf(target)))
      .map((target) => `${file.path} imports ${target}: ${room} may not import ${roomOf(target)}`);
  });
}

/** One import cycle, as a path of files, or undefined. */
export function importCycle(files: readonly SourceFile[]): string[] | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const target of byPath.get(path)?.imports ?? []) {
      const cycle = visit(target, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
