import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { readOnlyRoute } from './methods.ts';

const source = new URL('../../docs/errors.md', import.meta.url);
const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');
const inline = (text: string): string =>
  escaped(text).replace(/`([^`]+)`/g, (_, code: string) => `<code>${code}</code>`);

function block(text: string): string {
  const heading = /^(#+) `?(\w+)`?$/.exec(text);
  if (heading === null) return `<p>${inline(text)}</p>`;
  const [, marks = '#', name = ''] = heading;
  return marks === '#' ? `<h1>${name}</h1>` : `<h2 id="${name}">${name}</h2>`;
}

/** The list of errors as a page, with an anchor for each code: where the `url` of every error leads. */
function renderErrorsPage(markdown: string): string {
  const body = markdown
    .split(/\n{2,}/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(block);
  return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Errors</title>\n${body.join('\n')}\n</html>\n`;
}

/** `/docs/errors`: no token. */
export async function mountErrorsPage(app: FastifyInstance): Promise<void> {
  const page = renderErrorsPage(await readFile(source, 'utf8'));
  readOnlyRoute(app, {
    url: '/docs/errors',
    handler: async (_request, reply) =>
      await reply.type('text/html; charset=utf-8').header('cache-control', 'public, max-age=3600').send(page),
  });
}
