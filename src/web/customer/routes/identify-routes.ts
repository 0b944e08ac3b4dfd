import type { Paths } from '../../paths.ts';
import { renderSessionExpired } from '../../problems.tsx';
import type { WebAnswer } from '../../serving/answer.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf, type Visit } from '../../serving/visit.ts';
import { postCode, showCode } from './code-page.ts';
import type { FindJourney, Journey } from './identify-journey.ts';
import { showIdentify } from './identify-page.ts';
import { postIdentify } from './post-identify.ts';

/** The page for a journey that is over: its request was decided, took too long, or is another browser's. */
export const journeyOver = (
  visit: Visit,
  props: Parameters<typeof renderSessionExpired>[1] = {},
): WebAnswer => ({
  html: renderSessionExpired(pageOf(visit), props),
  status: 400,
});

/** The two pages of a journey: who are you, and the code. */
export function identifyRoutes(places: {
  readonly signIn: (paths: Paths) => string;
  readonly code: (paths: Paths) => string;
  readonly find: FindJourney;
}): PageRoute[] {
  const on = async <V extends Visit>(
    visit: V,
    answer: (visit: V, journey: Journey) => Promise<WebAnswer>,
  ): Promise<WebAnswer> => {
    const journey = await places.find(visit);
    return journey === undefined ? journeyOver(visit) : await answer(visit, journey);
  };
  return [
    {
      access: 'form',
      path: places.signIn,
      get: async (visit) => await on(visit, showIdentify),
      post: async (visit) =>
        await on(visit, async (own, journey) => await postIdentify({ visit: own, journey })),
    },
    {
      access: 'form',
      path: places.code,
      get: async (visit) => await on(visit, showCode),
      post: async (visit) => await on(visit, async (own, journey) => await postCode({ visit: own, journey })),
    },
  ];
}
