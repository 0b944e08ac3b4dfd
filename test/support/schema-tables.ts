import * as customerCodes from '../../src/espi/schema/codes-customer.ts';
import * as measurementKinds from '../../src/espi/schema/codes-measurement-kind.ts';
import * as oauthCodes from '../../src/espi/schema/codes-oauth.ts';
import * as readingCodes from '../../src/espi/schema/codes-reading.ts';
import * as serviceCodes from '../../src/espi/schema/codes-service.ts';
import * as units from '../../src/espi/schema/codes-units.ts';
import * as customer from '../../src/espi/schema/customer.ts';
import * as customerParts from '../../src/espi/schema/customer-parts.ts';
import type { NamespaceName, SchemaType } from '../../src/espi/schema/define.ts';
import * as oauthResources from '../../src/espi/schema/oauth-resources.ts';
import * as simpleTypes from '../../src/espi/schema/simple-types.ts';
import * as usage from '../../src/espi/schema/usage.ts';
import * as usageParts from '../../src/espi/schema/usage-parts.ts';

const typesIn = (...modules: readonly Readonly<Record<string, SchemaType>>[]): SchemaType[] =>
  modules.flatMap((module) => Object.values(module));

/** Every type that has a table, by the schema that it belongs to. */
export const tables: Readonly<Record<NamespaceName | 'both', readonly SchemaType[]>> = {
  espi: typesIn(usage, usageParts, oauthResources, measurementKinds, readingCodes, serviceCodes),
  customer: typesIn(customer, customerParts, customerCodes),
  both: typesIn(simpleTypes, units, oauthCodes),
};
