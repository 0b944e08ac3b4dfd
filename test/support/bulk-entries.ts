import { gunzipSync } from 'node:zlib';
import { resourceRoot } from '../../src/espi/resources.ts';
import type { House } from './house.ts';

/** An entry of a bulk: what a reader joins by. */
export interface BulkEntry {
  readonly noun: string;
  /** Its self link, below the resource root. */
  readonly self: string;
  readonly updated: string;
  readonly xml: string;
}

/** The entries of a feed, in order. */
export function bulkEntriesOf(xml: string): BulkEntry[] {
  return xml
    .split('<entry>')
    .slice(1)
    .map((entry) => {
      const head = entry.slice(0, entry.indexOf('<content'));
      const part = (pattern: RegExp): string => pattern.exec(head)?.[1] ?? '';
      const href = part(/<link rel="self" href="([^"]*)"/);
      return {
        noun: part(/<title>(.*?)<\/title>/),
        self: href.slice(href.indexOf(resourceRoot) + resourceRoot.length),
        updated: part(/<updated>(.*?)<\/updated>/),
        xml: entry,
      };
    });
}

/** Reads a finished bulk with the token of its third party. */
export async function readBulkText(house: House, uid: string, token = house.tokens.client): Promise<string> {
  const answer = await house.fetch(`/Bulk/${uid}`, { token, headers: { 'accept-encoding': 'gzip' } });
  if (answer.status !== 200) throw new Error(`The bulk answered ${answer.status}: ${answer.text}`);
  return gunzipSync(answer.bytes).toString();
}
