import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readFile } from '../support/read-feed.ts';
import { describeWithShared, hasShared, sharedPath } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const folders = ['espi-schemas/samples', 'samples'];
const files = hasShared
  ? folders.flatMap((folder) =>
      readdirSync(sharedPath(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.xml'))
        .map((name) => `${folder}/${name}`),
    )
  : [];

/** Resources, as opposed to the Atom around them, are what both have rules for. */
const isOfResource = (message: string): boolean => message.includes('{http://naesb.org/espi');
const lineOf = (message: string): number => Number(message.slice(0, message.indexOf(':')));
/** Our rules of Atom go beyond the schema's. */
const isAtom = ({ code, element }: { code: string; element: string }): boolean =>
  code.startsWith('atom-') || code === 'mixed-namespaces' || /^(?:feed|entry)/.test(element);

describeWithShared('strict reading agrees with the schema with closed lists of codes', () => {
  it.each(files.toSorted())('%s', async (file) => {
    const path = sharedPath(file);
    const all = validateXsd(readFileSync(path, 'utf8'), '4.0-closed');
    const { findings, failed } = await readFile(path, 'strict');
    if (failed) {
      expect(all).not.toEqual([]);
      return;
    }
    const theirs = all.filter(isOfResource);
    const ours = findings.filter((finding) => !isAtom(finding));
    const lines = new Set(ours.map(({ line }) => line));
    expect(theirs.filter((message) => !lines.has(lineOf(message)))).toEqual([]);
    // Behind a child that is out of place libxml2 does not look at its siblings, so ours may be more.
    if (!all.some((message) => !isOfResource(message) && message.includes('not expected'))) {
      expect(ours.length > 0).toBe(theirs.length > 0);
    }
  });
});
