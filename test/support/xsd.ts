import { readFileSync } from 'node:fs';
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { sharedPath } from './shared.ts';

/** `4.0-closed` rejects codes that are not in the lists of the standard. */
export type SchemaVersion = '4.0' | '3.3' | '4.0-closed';

const files = ['gbcmd.xsd', 'xml.xsd', 'atom.xsd', 'espi.xsd', 'customer.xsd'] as const;
const provider = new XmlBufferInputProvider({});
const compiled = new Map<SchemaVersion, XsdValidator>();
let registered = false;

/** The lists of codes are unions with a plain type; without its half of the union they are closed. */
const closeCodes = (xsd: string): string => xsd.replace(/ memberTypes="(U?Int16|xs:string|String64)"/g, '');

function compile(version: SchemaVersion): XsdValidator {
  if (!registered) {
    registered = xmlRegisterInputProvider(provider);
    // libxml2 asks for this name although the wrapper already brought the namespace.
    provider.addBuffer(
      'http://www.w3.org/2001/03/xml.xsd',
      readFileSync(sharedPath('espi-schemas/4.0/xml.xsd')),
    );
  }
  const folder = version === '4.0-closed' ? '4.0' : version;
  const base = `memory/${version}/`;
  for (const file of files) {
    const text = readFileSync(sharedPath('espi-schemas', folder, file), 'utf8');
    provider.addBuffer(
      base + file,
      new TextEncoder().encode(version === '4.0-closed' ? closeCodes(text) : text),
    );
  }
  using root = XmlDocument.fromString(readFileSync(sharedPath('espi-schemas', folder, 'gbcmd.xsd'), 'utf8'), {
    url: `${base}gbcmd.xsd`,
  });
  return XsdValidator.fromDoc(root);
}

/**
 * Every complaint of libxml2 about a document, as `line: message`; none when it is valid. A document may be a
 * feed, an entry or a bare ESPI element. A schema is compiled once per process.
 */
export function validateXsd(xml: string, version: SchemaVersion): string[] {
  const validator = compiled.get(version) ?? compile(version);
  compiled.set(version, validator);
  try {
    using document = XmlDocument.fromString(xml, {
      option: ParseOption.XML_PARSE_HUGE | ParseOption.XML_PARSE_BIG_LINES | ParseOption.XML_PARSE_NONET,
    });
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map(({ line, message }) => `${line}: ${message.trim()}`);
  }
}
