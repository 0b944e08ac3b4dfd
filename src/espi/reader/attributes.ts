import type { SaxesTagNS } from 'saxes';

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/** Attributes that an Atom element may have beside `xml:…` and those of other namespaces. */
const atomAttributes: Readonly<Record<string, readonly string[]>> = {
  link: ['href', 'rel', 'type', 'hreflang', 'title', 'length'],
  content: ['type', 'src'],
  title: ['type'],
  subtitle: ['type'],
  summary: ['type'],
  rights: ['type'],
  category: ['term', 'scheme', 'label'],
  generator: ['uri', 'version'],
};

const declares = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

/**
 * Attributes of a resource's element that do not belong there. The standard has none at all; what every XML
 * document may carry, declarations of namespaces and hints where schemas are, is left alone, and so is an
 * `xsi:type` that only says what the schema says.
 */
export function foreignAttributes(tag: SaxesTagNS, typeName: string): string[] {
  const foreign: string[] = [];
  for (const name in tag.attributes) {
    const attribute = tag.attributes[name];
    if (attribute === undefined || declares(name)) continue;
    if (attribute.uri === schemaInstance) {
      if (attribute.local.endsWith('chemaLocation')) continue;
      if (attribute.local === 'type' && attribute.value.split(':').at(-1) === typeName) continue;
    }
    foreign.push(name);
  }
  return foreign;
}

/** Attributes of an Atom element that Atom does not know. */
export function foreignAtomAttributes(tag: SaxesTagNS): string[] {
  const known = atomAttributes[tag.local] ?? [];
  return Object.keys(tag.attributes).filter(
    (name) => !declares(name) && tag.attributes[name]?.uri === '' && !known.includes(name),
  );
}
