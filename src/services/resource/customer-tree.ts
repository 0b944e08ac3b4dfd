import { type Noun, nouns, type PathParams } from '../../espi/resources.ts';
import type { CustomerTreeRow } from '../../storage/customer-views.ts';

/** A resource of the customer tree with its place: the parameters of its path and what stands below it. */
export interface TreeNode {
  readonly row: CustomerTreeRow;
  readonly params: PathParams;
  readonly children: readonly TreeNode[];
}

/** Order of the kinds among siblings. */
const order: readonly Noun[] = [
  'Customer',
  'CustomerAccount',
  'CustomerAgreement',
  'ServiceSupplier',
  'ProgramDateIdMappings',
  'ServiceLocation',
  'Meter',
  'EndDevice',
  'Statement',
];

/**
 * Whether a resource concerns only usage points that the customer did not share: a location that serves such
 * alone, and an agreement whose locations are all of that sort.
 */
function isElsewhere(row: CustomerTreeRow, children: readonly CustomerTreeRow[]): boolean {
  if (!row.limited) return false;
  if (row.noun === 'ServiceLocation') return row.serves && row.meterUids.length === 0;
  if (row.noun !== 'CustomerAgreement') return false;
  const locations = children.filter(({ noun }) => noun === 'ServiceLocation');
  return locations.length > 0 && locations.every((location) => isElsewhere(location, []));
}

/**
 * Arranges the rows of one Customer as a tree, without what concerns only usage points outside the
 * Authorization, so that sharing one home does not tell the address of another.
 *
 * @param auth uid of the Authorization, the first parameter of every path.
 */
export function customerTree(rows: readonly CustomerTreeRow[], auth: string): TreeNode[] {
  const below = new Map<number | null, CustomerTreeRow[]>();
  for (const row of rows) below.set(row.parentId, [...(below.get(row.parentId) ?? []), row]);
  const childrenOf = (id: number | null): CustomerTreeRow[] =>
    (below.get(id) ?? []).toSorted((a, b) => order.indexOf(a.noun) - order.indexOf(b.noun) || a.id - b.id);
  const nodes = (parent: number | null, above: PathParams): TreeNode[] =>
    childrenOf(parent)
      .filter((row) => !isElsewhere(row, below.get(row.id) ?? []))
      .map((row) => {
        const params = { ...above, [nouns[row.noun].param]: row.uid };
        return { row, params, children: nodes(row.id, params) };
      });
  return nodes(null, { auth_uid: auth });
}

/** Every node of the tree, a parent before what is below it. */
export function* treeNodes(nodes: readonly TreeNode[]): Generator<TreeNode> {
  for (const node of nodes) {
    yield node;
    yield* treeNodes(node.children);
  }
}
