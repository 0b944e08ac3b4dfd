import { renderBatchList } from '../../espi/batch-list.ts';
import type { Clock } from '../../platform/clock.ts';
import { openSecret } from '../../platform/crypto.ts';
import { type HttpClient, type OutgoingAnswer, OutgoingRefused } from '../../platform/http-client.ts';
import { webhookHeaders } from '../../platform/webhook-signature.ts';
import type { Database } from '../../storage/database.ts';
import {
  findNotificationTarget,
  type NotificationTarget,
  updateNotifyPaused,
} from '../../storage/notification-targets.ts';
import {
  findNotification,
  type NotificationRow,
  updateNotificationState,
  updateNotificationTry,
} from '../../storage/notifications.ts';

/** What delivering needs. */
export interface DeliveryContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly httpClient: HttpClient;
  readonly secretKey: Uint8Array;
  /** Called when a receiver answered 410 and is left alone from now on. */
  readonly onPaused?: (target: NotificationTarget) => Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
/** Waits between tries; the last one repeats until three days are over. */
const waits = [minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 12 * hour];
const giveUpMs = 3 * 24 * hour;

/** When to try again; undefined when three days are over. */
function nextTryAt(input: {
  readonly firstTry: number;
  readonly now: number;
  /** Tries in this round, the one that just failed included. */
  readonly tries: number;
}): number | undefined {
  const wait = waits[Math.min(input.tries, waits.length) - 1] ?? minute;
  const next = input.now + wait;
  return next - input.firstTry > giveUpMs ? undefined : next;
}

/** How many tries were made since the round began, from its length alone: a replay starts the waits anew. */
function triesInRound(firstTry: number, now: number): number {
  let tries = 1;
  let at = firstTry;
  for (const wait of waits) {
    at += wait;
    if (at > now) return tries;
    tries++;
  }
  return tries;
}

function secretsOf({ secretKey, clock }: DeliveryContext, target: NotificationTarget): string[] {
  const { secretCiphertext, previousSecretCiphertext, previousSecretUntil } = target;
  const previousCounts = previousSecretUntil !== null && previousSecretUntil > clock.now();
  return [secretCiphertext, previousCounts ? previousSecretCiphertext : null]
    .filter((text) => text !== null)
    .map((text) => openSecret(secretKey, text));
}

/** What one POST came to. */
interface Outcome {
  readonly answer?: OutgoingAnswer;
  readonly error?: string;
  /** Trying again is of no use. */
  readonly final?: boolean;
}

async function post(
  context: DeliveryContext,
  {
    row,
    target,
    url,
    signal,
  }: { row: NotificationRow; target: NotificationTarget; url: string; signal: AbortSignal | undefined },
): Promise<Outcome> {
  const body = renderBatchList(row.resources);
  const timestamp = Math.floor(context.clock.now() / 1000);
  const headers = {
    'content-type': 'application/xml; charset=utf-8',
    'user-agent': 'Meterhouse',
    ...webhookHeaders({ id: row.uid, timestamp, body }, secretsOf(context, target)),
  };
  try {
    const answer = await context.httpClient.post({ url, headers, body, signal });
    if (answer.status >= 200 && answer.status < 300) return { answer };
    const words = answer.status >= 300 && answer.status < 400 ? 'redirects are not followed' : 'not taken';
    return { answer, error: `${words}: status ${answer.status}` };
  } catch (error) {
    if (signal?.aborted) throw error;
    const words = error instanceof Error ? error.message : String(error);
    return { error: words, final: error instanceof OutgoingRefused };
  }
}

async function pause(context: DeliveryContext, target: NotificationTarget): Promise<void> {
  const paused = await updateNotifyPaused(context.db, {
    clientId: target.clientId,
    paused: context.clock.now(),
  });
  if (paused) await context.onPaused?.(target);
}

/**
 * Posts a BatchList to its third party. Any 2xx means that it was taken; 410 means that the third party wants no
 * more; anything else is tried again, ever more seldom, for three days. Each try stands in the row.
 *
 * @returns when to try again; undefined when there is nothing left to do.
 */
export async function deliverNotification(
  context: DeliveryContext,
  { notificationId, signal }: { readonly notificationId: number; readonly signal?: AbortSignal },
): Promise<number | undefined> {
  const { db, clock } = context;
  const row = await findNotification(db, notificationId);
  if (row === undefined || row.state !== 'waiting') return undefined;
  const target = await findNotificationTarget(db, row.clientId);
  if (target === undefined || target.notifyUri === null || target.paused !== null) {
    await updateNotificationState(db, { id: row.id, state: 'dropped' });
    return undefined;
  }
  const at = clock.now();
  const began = performance.now();
  const { answer, error, final } = await post(context, { row, target, url: target.notifyUri, signal });
  const gone = answer?.status === 410;
  const firstTry = row.firstTry ?? at;
  const nextTry =
    error === undefined || gone || final === true
      ? undefined
      : nextTryAt({ firstTry, now: at, tries: triesInRound(firstTry, at) });
  await updateNotificationTry(db, {
    id: row.id,
    at,
    ms: Math.round(performance.now() - began),
    state: error === undefined ? 'delivered' : nextTry === undefined ? 'failed' : 'waiting',
    nextTry,
    status: answer?.status,
    error,
    answer: answer?.body.slice(0, 1000),
  });
  if (gone) await pause(context, target);
  return nextTry;
}
