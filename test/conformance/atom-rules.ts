import { type DocumentFact, type EntryFact, usageNamespace } from './atom-document.ts';

const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

const hrefs = (entry: Pick<EntryFact, 'links'>, rel: string): string[] =>
  entry.links.filter((link) => link.rel === rel).map(({ href }) => href);

const lastSegment = (href: string): string => href.slice(href.lastIndexOf('/') + 1);

function entryFaults(entry: EntryFact, base: string): string[] {
  const faults: string[] = [];
  const noun = entry.content.name;
  const side = entry.namespace === usageNamespace ? 'espi' : 'cust';
  const [self = ''] = hrefs(entry, 'self');
  const [up = ''] = hrefs(entry, 'up');
  const check = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(`${self || noun}: ${fault}`);
  };
  check(entry.ids.length === 1 && uuid.test(entry.ids[0] ?? ''), 'one id, a UUID of version 5');
  check(entry.titles.length === 1 && entry.titles[0] === noun, 'one title, the name of the resource');
  check(entry.published.length === 1 && timestamp.test(entry.published[0] ?? ''), 'one published in UTC');
  check(entry.updated.length === 1 && timestamp.test(entry.updated[0] ?? ''), 'one updated in UTC');
  check(hrefs(entry, 'self').length === 1, 'exactly one self link');
  check(hrefs(entry, 'up').length === 1, 'exactly one up link');
  check(self === `${up}/${lastSegment(self)}`, 'self is up and an identifier');
  check(lastSegment(up) === noun, 'up ends in the name of the resource');
  check(entry.contentType === 'application/xml', 'content has its media type');
  check(
    /^id,(link,){2,}published,updated,title,content$/.test(entry.order.join()),
    'links adjacent after the id',
  );
  for (const { rel, href, type } of entry.links) {
    check(href.startsWith(`${base}/`) || type === 'text/html', `${rel} link is absolute and ours: ${href}`);
    check(!href.endsWith('/'), `${rel} link has no trailing slash`);
    check(type !== '', `${rel} link has a type`);
    if (type.startsWith('espi-') || type.startsWith('cust-')) {
      const [, form, name] = /^(?:espi|cust)-(feed|entry)\/(\w+)$/.exec(type) ?? [];
      const segments = href.split('/');
      check(
        name === segments.at(form === 'feed' ? -1 : -2),
        `${rel} link's type fits its address: ${type} ${href}`,
      );
    }
  }
  check(entry.links.find(({ rel }) => rel === 'self')?.type === `${side}-entry/${noun}`, 'type of self');
  check(entry.links.find(({ rel }) => rel === 'up')?.type === `${side}-feed/${noun}`, 'type of up');
  const addresses = entry.links.map(({ rel, href }) => `${rel} ${href}`);
  check(new Set(addresses).size === addresses.length, 'no link twice');
  return faults;
}

/** Where a document breaks the rules that hold for every one: ids, metadata, links, order of elements. */
export function atomFaults({ head, entries }: DocumentFact, base: string): string[] {
  const faults = entries.flatMap((entry) => entryFaults(entry, base));
  const ids = [...(head?.ids ?? []), ...entries.flatMap((entry) => entry.ids)];
  if (new Set(ids).size !== ids.length) faults.push('ids are not unique');
  const selves = entries.flatMap((entry) => hrefs(entry, 'self'));
  if (new Set(selves).size !== selves.length) faults.push('self links are not unique');
  if (new Set(entries.map(({ namespace }) => namespace)).size > 1) faults.push('two namespaces in one feed');
  if (head !== undefined) {
    if (head.ids.length !== 1 || !uuid.test(head.ids[0] ?? '')) faults.push('the feed has no id');
    if (head.titles.length !== 1 || head.titles[0] === '') faults.push('the feed has no title');
    if (head.published.length > 0) faults.push('a feed has no published');
    const [updated = ''] = head.updated;
    if (head.updated.length !== 1 || !timestamp.test(updated)) faults.push('the feed has no updated');
    const newest = entries
      .map((entry) => Date.parse(entry.updated[0] ?? ''))
      .reduce((a, b) => Math.max(a, b), 0);
    if (entries.length > 0 && Date.parse(updated) !== newest)
      faults.push(`the feed's updated ${updated} is not the newest of its entries`);
    if (hrefs(head, 'self').length !== 1) faults.push('the feed has no self link');
  }
  return faults;
}

/** The related addresses of an entry. */
export const related = (entry: EntryFact): string[] => hrefs(entry, 'related');

/** The one address of that rel. */
export const addressOf = (entry: EntryFact, rel: 'self' | 'up'): string => hrefs(entry, rel)[0] ?? '';
