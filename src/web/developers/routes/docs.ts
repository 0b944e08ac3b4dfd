import { dataKinds } from '../../../espi/function-block-table.ts';
import { servedFunctionBlocks } from '../../../espi/function-blocks.ts';
import { listTestCustomers } from '../../../services/customer/test-customers.ts';
import { brandingOf } from '../../serving/branding.ts';
import type { PageRoute } from '../../serving/mount-page.ts';
import { pageOf } from '../../serving/visit.ts';
import { renderDeveloperDocs } from '../docs.tsx';
import { addressesOf } from './addresses.ts';
import { termsOf } from './terms.ts';

/** A scope that most apps can begin with. */
export const exampleScope = 'FB=1_3_4_5_13_14_15_16_39;IntervalDuration=3600;BlockDuration=daily';

/** The public page for developers. */
export const docsRoute: PageRoute = {
  access: 'public',
  path: (paths) => paths.developers,
  get: async (visit) => {
    const { intervalMinutes, historyMonths, freshnessHours, reviewDays } = brandingOf(visit.utility);
    const [first] = await listTestCustomers(visit.context, { utilityId: visit.utility.id });
    return {
      html: renderDeveloperDocs(pageOf(visit), {
        addresses: addressesOf(visit),
        dataKinds,
        functionBlocks: servedFunctionBlocks,
        exampleScope,
        intervalMinutes,
        historyMonths,
        freshnessHours,
        requestsPerMinute: visit.context.rateLimiter?.perMinute('third-party'),
        reviewDays,
        terms: termsOf(visit),
        testCustomer: first?.scenario ?? 'home',
      }),
    };
  },
};
