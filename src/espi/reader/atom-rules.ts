import type { EntryBuilder } from './entry-builder.ts';
import type { Problem, Reporter } from './report.ts';

const uuidUrn = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[35][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Import mode remembers no more ids than this: whether one is repeated is of interest, not of importance. */
const mostIdsInImport = 100_000;

const required = {
  feed: ['id', 'title', 'updated'],
  entry: ['id', 'title', 'published', 'updated'],
} as const;

const lastSegment = (href: string): string =>
  href
    .replace(/[?#].*$/, '')
    .split('/')
    .at(-1) ?? '';

/** Checks of one document's feed and entries against what the standard asks of Atom. */
export interface AtomRules {
  check(builder: EntryBuilder): void;
}

function linkProblems({ kind, links, line, contents, linksApart }: EntryBuilder): Omit<Problem, 'element'>[] {
  const problems: Omit<Problem, 'element'>[] = [];
  const self = links.find(({ rel }) => rel === 'self');
  const up = links.find(({ rel }) => rel === 'up');
  const missing = (rel: string): void => {
    problems.push({ line, code: 'atom-missing', message: `has no link rel="${rel}"`, tolerated: true });
  };
  if (self === undefined) missing('self');
  if (kind === 'feed') return problems;
  if (up === undefined) missing('up');
  if (linksApart) {
    const message = 'has links that do not stand next to each other; move them together';
    problems.push({ line, code: 'atom-links-apart', message, tolerated: true });
  }
  const fault = (at: { line: number; href: string }, message: string): void => {
    problems.push({ line: at.line, code: 'atom-link', message, value: at.href, tolerated: true });
  };
  if (self !== undefined && lastSegment(self.href) === contents[0]?.element) {
    fault(self, 'has a self link to a collection; it must end in the identifier of the entry');
  }
  for (const link of [self, up]) {
    if (link?.href.endsWith('/'))
      fault(link, `has a link rel="${link.rel}" with a slash at its end; remove it`);
  }
  if (
    up !== undefined &&
    self !== undefined &&
    up.href !== '' &&
    lastSegment(up.href) === lastSegment(self.href)
  ) {
    fault(up, 'has an up link that ends in its own identifier; it must name the collection');
  }
  return problems;
}

/**
 * Makes the checks of Atom. Everything found is tolerated in import mode, where joins fall back on what is there.
 *
 * @see RFC 4287 4.1 Container Elements
 */
export function createAtomRules(strict: boolean, reporter: Reporter): AtomRules {
  const ids = new Set<string>();
  let namespace: { name: string; element: string } | undefined;

  const checkId = (builder: EntryBuilder): void => {
    const id = builder.texts.get('id');
    if (id === undefined) return;
    const problem = { line: id.line, element: `${builder.kind}/id`, value: id.text, tolerated: true };
    if (!uuidUrn.test(id.text)) {
      const message = 'must be urn:uuid: and a lower-case UUID of version 3 or 5';
      reporter.report({ ...problem, code: 'atom-id', message });
    }
    if (ids.has(id.text)) {
      const message = 'is the id of another entry too; every entry needs its own';
      reporter.report({ ...problem, code: 'atom-duplicate-id', message });
    }
    if (strict || ids.size < mostIdsInImport) ids.add(id.text);
  };

  const checkNamespaces = (builder: EntryBuilder): void => {
    for (const content of builder.contents) {
      namespace ??= { name: content.namespace, element: content.element };
      if (content.namespace === namespace.name) continue;
      const kind = { espi: 'usage', customer: 'customer' };
      const message = `is ${kind[content.namespace]} data in a document that began with ${namespace.element}; put it into a feed of its own`;
      reporter.report({
        line: content.line,
        element: content.element,
        code: 'mixed-namespaces',
        message,
        tolerated: true,
      });
    }
  };

  return {
    check(builder) {
      const { kind, line, texts } = builder;
      for (const name of required[kind]) {
        if (texts.has(name)) continue;
        reporter.report({
          line,
          element: kind,
          code: 'atom-missing',
          message: `has no ${name}`,
          tolerated: true,
        });
      }
      checkId(builder);
      for (const problem of linkProblems(builder)) reporter.report({ ...problem, element: `${kind}/link` });
      if (kind === 'feed') return;
      if (builder.contents.length === 0) {
        const message = builder.hasContent ? 'has content without a resource in it' : 'has no content';
        reporter.report({ line, element: kind, code: 'atom-missing', message, tolerated: true });
      }
      checkNamespaces(builder);
    },
  };
}
