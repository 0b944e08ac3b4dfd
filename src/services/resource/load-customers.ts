import { type Noun, nouns, resourceRoot } from '../../espi/resources.ts';
import type { ComplexValue } from '../../espi/schema/define.ts';
import { type CustomerTreeRow, listCustomerTree } from '../../storage/customer-views.ts';
import type { Principal } from '../authorization/principal.ts';
import type { ResourceContext } from './context.ts';
import { customerTree, type TreeNode, treeNodes } from './customer-tree.ts';
import { grantOf } from './grant.ts';
import type { Loaded } from './loaded.ts';
import type { Loader } from './loader.ts';
import { servesNoun } from './served-nouns.ts';
import { seesNoun } from './visibility.ts';

/** What a reader of customer data stands on: whose they are, and where links begin. */
interface Reader {
  readonly principal: Principal;
  readonly base: string;
}

function childNouns(noun: Noun, { principal }: Reader): Noun[] {
  return (Object.keys(nouns) as Noun[]).filter(
    (child) => nouns[child].under === noun && servesNoun(principal.utility, child),
  );
}

/** Puts in what depends on the reader: the usage points as URLs of its Authorization, files as absolute URLs. */
function valueFor(node: TreeNode, data: ComplexValue, { principal, base }: Reader): ComplexValue {
  const grant = grantOf(principal);
  if (node.row.noun === 'ServiceLocation') {
    const { UsagePoints: _, ...rest } = data;
    const urls = seesNoun(grant, 'UsagePoint')
      ? node.row.meterUids.map((uid) => `${base}/Subscription/${grant.uid}/UsagePoint/${uid}`)
      : [];
    return urls.length === 0 ? rest : { ...rest, UsagePoints: [{ UsagePoint: urls }] };
  }
  if (node.row.noun === 'Statement' && Array.isArray(data.statementRef)) {
    const refs = data.statementRef as readonly { readonly statementURL: string }[];
    const absolute = (url: string): string => (url.startsWith('/') ? base + url : url);
    return {
      ...data,
      statementRef: refs.map((ref) => ({ ...ref, statementURL: absolute(ref.statementURL) })),
    };
  }
  return data;
}

/** A resource of the tree with its links. */
export function loadedCustomerNode(
  node: TreeNode,
  data: ComplexValue,
  accounts: readonly string[],
  reader: Reader,
): Loaded {
  const { noun, published, updated, tzUids } = node.row;
  const parent = nouns[noun].under;
  return {
    noun,
    params: node.params,
    published,
    updated,
    value: valueFor(node, data, reader),
    feeds: childNouns(noun, reader),
    entries: {
      ...(parent.startsWith('/') ? {} : { [parent]: [{}] }),
      LocalTimeParameters: tzUids.map((uid) => ({ tz_uid: uid })),
      ...(noun === 'Statement' ? { CustomerAccount: accounts.map((uid) => ({ account_uid: uid })) } : {}),
    },
  };
}

/** Uids of the accounts of a tree: a Statement belongs to them. */
export function accountUids(tree: readonly TreeNode[]): string[] {
  return [...treeNodes(tree)].filter(({ row }) => row.noun === 'CustomerAccount').map(({ row }) => row.uid);
}

/** The base of links and whose data they are. */
export const readerOf = (context: ResourceContext, principal: Principal): Reader => ({
  principal,
  base: context.publicUrl + resourceRoot,
});

/** The rows of the Customer that the Authorization shares; none when it shares no Customer. */
export async function listSharedTree(
  { db }: Pick<ResourceContext, 'db'>,
  principal: Principal,
  which: { readonly noun?: Noun; readonly uid?: string | undefined },
): Promise<CustomerTreeRow[]> {
  const { id: authorizationId, customerId } = grantOf(principal);
  return customerId === undefined
    ? []
    : await listCustomerTree(db, { authorizationId, customerId, ...which });
}

/** Loads any noun of the customer tree. */
export const loadCustomers: Loader = async (context, { noun, principal, params, uid }) => {
  const tree = customerTree(await listSharedTree(context, principal, { noun, uid }), grantOf(principal).uid);
  const reader = readerOf(context, principal);
  const accounts = noun === 'Statement' ? accountUids(tree) : [];
  return [...treeNodes(tree)].flatMap((node) => {
    const { row } = node;
    const inPlace = Object.entries(params).every(
      ([name, value]) => (name === nouns[noun].param && uid === undefined) || node.params[name] === value,
    );
    return row.noun === noun && row.data !== null && inPlace
      ? [loadedCustomerNode(node, row.data, accounts, reader)]
      : [];
  });
};
