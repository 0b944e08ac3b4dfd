import { listCustomerData } from '../../storage/customer-views.ts';
import { findNewestStamp } from '../../storage/stamps.ts';
import { listSubscriptionLocalTimes } from '../../storage/subscription-usage-points.ts';
import type { FeedAnswer } from './answer.ts';
import type { ResourceContext, ResourceRequest } from './context.ts';
import { customerTree, type TreeNode, treeNodes } from './customer-tree.ts';
import { feedAnswer } from './feed-answer.ts';
import { grantOf } from './grant.ts';
import { accountUids, listSharedTree, loadedCustomerNode, readerOf } from './load-customers.ts';
import { loadedLocalTime } from './load-usage-points.ts';
import type { Loaded } from './loaded.ts';
import { servesNoun } from './served-nouns.ts';
import { inWindow, openWindow, type Window } from './window.ts';

/** Resources whose elements are read by one statement. */
const pageSize = 100;

/** The nodes that lie in the window, each with all that it stands below. */
function nodesInWindow(nodes: readonly TreeNode[], window: Window): TreeNode[] {
  return nodes.flatMap((node) => {
    const children = nodesInWindow(node.children, window);
    return inWindow(window, node.row) || children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** The tree without the nouns that the utility does not serve. */
function served(nodes: readonly TreeNode[], request: ResourceRequest): TreeNode[] {
  return nodes
    .filter(({ row }) => servesNoun(request.principal.utility, row.noun))
    .map((node) => ({ ...node, children: served(node.children, request) }));
}

/**
 * All customer and account data of an Authorization: the tree of its Customer, depth first, then the
 * LocalTimeParameters of its usage points in the customer namespace. Windows select by the entries' own stamps.
 *
 * @see GET /Batch/RetailCustomer/{auth_uid}
 */
export async function customerFeed(context: ResourceContext, request: ResourceRequest): Promise<FeedAnswer> {
  const { principal, query } = request;
  const grant = grantOf(principal);
  // The tree and the times are known by two statements: whole up to the last stamp before them.
  const stamp = await findNewestStamp(context.db, principal.utility.id);
  const rows = await listSharedTree(context, principal, {});
  const tree = served(customerTree(rows, grant.uid), request);
  const localTimes = await listSubscriptionLocalTimes(context.db, { authorizationId: grant.id });

  const select = (window: Window) => {
    const nodes = [...treeNodes(nodesInWindow(tree, window))];
    const times = nodes.length === 0 ? [] : localTimes;
    const stamps = [...nodes.map(({ row }) => row.updated), ...times.map(({ updated }) => updated)];
    return { nodes, times, newest: stamps.reduce((newest, updated) => Math.max(newest, updated), 0) };
  };
  const { nodes, times, newest } = select(query.window);

  async function* pieces(): AsyncGenerator<Loaded[]> {
    const reader = readerOf(context, principal);
    const accounts = accountUids(tree);
    for (let at = 0; at < nodes.length; at += pageSize) {
      const page = nodes.slice(at, at + pageSize);
      const data = await listCustomerData(
        context.db,
        page.map(({ row }) => row.id),
      );
      const byId = new Map(data.map((found) => [found.id, found.data]));
      yield page.flatMap((node) => {
        const found = byId.get(node.row.id);
        return found === undefined ? [] : [loadedCustomerNode(node, found, accounts, reader)];
      });
    }
    yield times.map((time) => {
      const relating = (noun: 'Customer' | 'ServiceLocation') =>
        nodes
          .filter(({ row }) => row.noun === noun && row.tzUids.includes(time.uid))
          .map(({ params }) => params);
      return {
        ...loadedLocalTime(time),
        namespace: 'customer',
        entries: { Customer: relating('Customer'), ServiceLocation: relating('ServiceLocation') },
      };
    });
  }

  const found = nodes.length > 0 ? newest : Math.max(select(openWindow).newest, grant.updated);
  const updated = Math.min(found, stamp);
  const content = [nodes.map(({ row }) => row), times];
  return feedAnswer(context, request, { updated, pieces: pieces(), content });
}
