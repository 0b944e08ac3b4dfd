import { smallFeeds } from './feed-work.ts';
import { type House, openHouse, type TestAnswer, type TestRequest } from './house.ts';

/** The batch of a home, which is large in this house. */
export const homeBatch = '/Batch/Subscription/authfull';

/** What is known of a large feed. */
interface FeedRow {
  readonly id: number;
  readonly state: string;
  readonly parts: number;
  readonly attempt: number;
  readonly uri: string;
}

/** Opens a custodian to which the feed of a home is large, and whose third parties are notified. */
export async function openLargeFeedHouse(): Promise<House> {
  const house = await openHouse({ largeFeeds: smallFeeds });
  await house.db.query(`update client set notify_uri = 'https://tp.example/notify'`);
  return house;
}

/** Asks as a third party that takes gzip and may have everything of the home, unless the request says otherwise. */
export async function fetchPacked(
  house: House,
  url = homeBatch,
  request: TestRequest = {},
): Promise<TestAnswer> {
  return await house.fetch(url, {
    token: house.tokens.full,
    ...request,
    headers: { 'accept-encoding': 'gzip', ...request.headers },
  });
}

/** What the same request gives where nothing is large. */
export async function fetchAtOnce(house: House, url = homeBatch): Promise<string> {
  const { bytes } = await house.fetch(`${url}${url.includes('?') ? '&' : '?'}max-results=5000`, {
    token: house.tokens.full,
  });
  return bytes.toString();
}

/** The feeds that can be found, in the order in which they were asked for. */
export async function findableFeeds({ db }: House): Promise<FeedRow[]> {
  return await db.query<FeedRow>(
    'select id, state, parts, attempt, uri from large_feed where key is not null order by id',
  );
}
