import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stop, transform } from 'esbuild';

/** How long esbuild's process waits for another file before it ends: a server loads nearly all of its files at the start. */
const idleMilliseconds = 2000;
let running = 0;
let idle;

async function toJavaScript(path, loader) {
  running++;
  clearTimeout(idle);
  try {
    const { code } = await transform(await readFile(path, 'utf8'), {
      loader,
      format: 'esm',
      target: `node${process.versions.node}`,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcefile: path,
      sourcemap: 'inline',
      sourcesContent: false,
    });
    return code;
  } finally {
    running--;
    if (running === 0) idle = setTimeout(stop, idleMilliseconds).unref();
  }
}

/** Called by Node for each module: see the customization hooks of node:module. */
export async function load(url, context, nextLoad) {
  const [, loader] = /\.(tsx?)$/.exec(url) ?? [];
  if (loader === undefined) return nextLoad(url, context);
  return { format: 'module', source: await toJavaScript(fileURLToPath(url), loader), shortCircuit: true };
}
