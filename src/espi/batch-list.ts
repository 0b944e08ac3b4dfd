import { createFeedReader } from './reader/feed-reader.ts';
import type { Finding } from './reader/finding.ts';
import { type BatchList, batchList } from './schema/usage.ts';
import { renderDocument } from './xml-writer.ts';

/**
 * The document that tells a third party where new data is: the absolute URIs of what it may now fetch.
 *
 * @see espi.xsd BatchList
 */
export const renderBatchList = (uris: readonly string[]): string =>
  renderDocument('BatchList', batchList, { resources: uris });

/**
 * The URIs of a BatchList document, in its order.
 *
 * @throws SyntaxError saying what is wrong, with the line, when the text is no such document.
 */
export function parseBatchList(xml: string): readonly string[] {
  let uris: readonly string[] | undefined;
  let fault: Finding | undefined;
  const reader = createFeedReader({
    mode: 'import',
    onEntry: ({ contents: [content] }) => {
      if (content?.element === 'BatchList') uris = (content.value as BatchList).resources ?? [];
    },
    onFinding: (finding) => {
      if (finding.severity === 'error') fault ??= finding;
    },
  });
  reader.write(xml);
  reader.close();
  if (fault !== undefined)
    throw new SyntaxError(`BatchList, line ${fault.line}: ${fault.element} ${fault.message}`);
  if (uris === undefined) throw new SyntaxError('BatchList, line 1: the document holds no BatchList');
  return uris;
}
