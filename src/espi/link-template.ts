import { entryLinks, type Link, type LinkInput, linksText } from './links.ts';
import { entryPath, expandPath, type Noun, type PathParams } from './resources.ts';
import { fillRecord, longestValue } from './text-record.ts';

/** The links of entries of one noun as text, but for the uids in them. */
export interface LinkTemplate {
  /** What stands around the uids: one piece more than there are holes. */
  readonly pieces: readonly string[];
  /** Which value fills each hole: a uid that stands in several links is one value. */
  readonly holes: readonly number[];
}

/** Links by their template: most entries of a feed share it, and no link is made for each of them. */
export interface TemplateLinks {
  readonly template: LinkTemplate;
  /** Need not be escaped. */
  readonly values: readonly string[];
}

/** The links of an entry: self, up and related ones, in the order in which they are written. */
export type EntryLinks = readonly Link[] | TemplateLinks;

/** What an entry is called: its path below the resource root, and its links. */
export interface LinkedEntry {
  readonly path: string;
  readonly links: EntryLinks;
}

/** Names of the parameters of an entry and of those that it is related to, in the order of their values. */
interface Shape {
  readonly namespace: LinkInput['namespace'];
  readonly feeds: readonly Noun[];
  readonly own: readonly string[];
  readonly related: readonly { readonly to: Noun; readonly keys: readonly (readonly string[])[] }[];
  readonly path: LinkTemplate;
  readonly links: LinkTemplate;
}

const plain = /^[\w-]+$/;
const isPlain = (value: string): boolean => value.length <= longestValue && plain.test(value);

/** Stands for a value while a template is made; a path is not changed by its letters, and no uid has `~`. */
const mark = (value: number): string => `~${value}~`;
const marks = /~(\d+)~/;

function templateOf(text: string): LinkTemplate {
  const parts = text.split(marks);
  return {
    pieces: parts.filter((_, i) => i % 2 === 0),
    holes: parts.filter((_, i) => i % 2 === 1).map(Number),
  };
}

function createShape(base: string, input: LinkInput): Shape {
  let count = 0;
  const marked = (params: PathParams): PathParams =>
    Object.fromEntries(Object.keys(params).map((key) => [key, mark(count++)]));
  const params = marked(input.params);
  const related = Object.entries(input.entries ?? {}) as [Noun, readonly PathParams[]][];
  const entries = Object.fromEntries(related.map(([to, list]) => [to, list.map(marked)]));
  return {
    namespace: input.namespace,
    feeds: input.feeds ?? [],
    own: Object.keys(input.params),
    related: related.map(([to, list]) => ({ to, keys: list.map((more) => Object.keys(more)) })),
    path: templateOf(expandPath(entryPath(input.noun), params)),
    links: templateOf(linksText(entryLinks(base, { ...input, params, entries }))),
  };
}

/** Appends the values of parameters that have exactly these names in this order; false for others. */
function addValues(values: string[], keys: readonly string[], params: PathParams): boolean {
  let i = 0;
  for (const key in params) {
    if (keys[i++] !== key) return false;
    const value = params[key] as string;
    if (!isPlain(value)) return false;
    values.push(value);
  }
  return i === keys.length;
}

function sameNouns(a: readonly Noun[], b: readonly Noun[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const noFeeds: readonly Noun[] = [];
const noEntries: NonNullable<LinkInput['entries']> = {};

/** The values of an entry of a shape; undefined when it is of another, or one of them is not plain. */
function valuesOf(shape: Shape, input: LinkInput): string[] | undefined {
  const { feeds = noFeeds, entries = noEntries } = input;
  if (input.namespace !== shape.namespace || !sameNouns(feeds, shape.feeds)) return undefined;
  const values: string[] = [];
  if (!addValues(values, shape.own, input.params)) return undefined;
  let i = 0;
  for (const to in entries) {
    const list = entries[to as Noun] as readonly PathParams[];
    const known = shape.related[i++];
    if (known === undefined || known.to !== to || list.length !== known.keys.length) return undefined;
    for (let j = 0; j < list.length; j++)
      if (!addValues(values, known.keys[j] as readonly string[], list[j] as PathParams)) return undefined;
  }
  return i === shape.related.length ? values : undefined;
}

/** Shapes of all feeds: entries of a utility are alike, whoever reads them. */
const shapes = new Map<string, Shape>();
const mostShapes = 256;
/** Entries that are related to more have links of their own. */
const mostRelated = 16;

const keysText = (params: PathParams): string => Object.keys(params).join();

function findShape(base: string, input: LinkInput): Shape | undefined {
  if (base.includes('~')) return undefined;
  const { noun, namespace = '', feeds = noFeeds, entries = noEntries } = input;
  const related = Object.entries(entries) as [Noun, readonly PathParams[]][];
  if (related.reduce((sum, [, list]) => sum + list.length, 0) > mostRelated) return undefined;
  const names = related.map(([to, list]) => `${to}=${list.map(keysText).join('+')}`);
  const key = [base, noun, namespace, feeds.join(), keysText(input.params), ...names].join(' ');
  let shape = shapes.get(key);
  if (shape === undefined) {
    if (shapes.size >= mostShapes) shapes.clear();
    shape = createShape(base, input);
    shapes.set(key, shape);
  }
  return shape;
}

/**
 * Makes the links of the entries of a feed, the same text as `entryLinks` gives, mostly without making any: entries of a
 * noun share a template as long as they have the same collections and are related to as many others.
 *
 * @param base public URL with the resource root, without a trailing slash.
 */
export function createLinker(base: string): (input: LinkInput) => LinkedEntry {
  /** The shape of the last entry of each noun. */
  const lasts = new Map<Noun, Shape>();

  return (input) => {
    let shape = lasts.get(input.noun);
    let values = shape === undefined ? undefined : valuesOf(shape, input);
    if (values === undefined) {
      shape = findShape(base, input);
      values = shape === undefined ? undefined : valuesOf(shape, input);
    }
    if (shape === undefined || values === undefined)
      return { path: expandPath(entryPath(input.noun), input.params), links: entryLinks(base, input) };
    lasts.set(input.noun, shape);
    return { path: fillRecord(shape.path, values), links: { template: shape.links, values } };
  };
}

/** The links of an entry as text. */
export const entryLinksText = (links: EntryLinks): string =>
  'template' in links ? fillRecord(links.template, links.values) : linksText(links);
