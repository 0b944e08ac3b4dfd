import type { TokenKind } from '../../espi/resources.ts';
import { listAuthorizations, lockAuthorization } from '../../storage/authorizations.ts';
import { listClients } from '../../storage/clients.ts';
import { createAuthorization } from '../authorization/create-authorization.ts';
import { createClient } from '../registration/create-client.ts';
import type { DemoContext } from './demo-context.ts';
import { demoToken } from './demo-tokens.ts';

const name = 'Sunflower Energy Insights';
const homepage = 'https://sunflower.example';
const customerBlocks = '51_53_54_55_56_57_58_59_60_61_62_70_71';

/** Who lets the third party of the demo read what. All others stay out of its sight. */
const grants = [
  {
    customer: 'solar-home',
    scope: `FB=1_3_4_5_8_10_11_12_15_16_26_28_35_37_40_${customerBlocks};IntervalDuration=900_3600_86400;BlockDuration=daily`,
  },
  {
    customer: 'bakery',
    scope: `FB=1_3_4_5_6_15_16_17_26_27_28_35_37_40_${customerBlocks};IntervalDuration=900_3600;BlockDuration=daily`,
  },
  { customer: 'flat', scope: 'FB=1_3_4_5_12_15_16_26_28_35_37_40;IntervalDuration=900;BlockDuration=daily' },
] as const;

/** A customer's grant to the third party of the demo, with the token that opens it. */
interface DemoAuthorization {
  readonly customer: string;
  readonly uid: string;
  readonly accessToken: string;
}

/** The third party of the demo with its tokens. */
export interface DemoThirdParty {
  readonly name: string;
  readonly applicationUid: string;
  readonly bulkUid: string;
  readonly tokens: Readonly<Record<Exclude<TokenKind, 'access_token'>, string>>;
  /** The first is the one of the printed commands. */
  readonly authorizations: readonly DemoAuthorization[];
}

async function ensureClient(
  context: DemoContext,
  utilityId: number,
): Promise<{ id: number; uid: string; bulkUid: string }> {
  const [known] = await listClients(context.db, { utilityId, now: context.clock.now(), nameOrUid: name });
  return (
    known ??
    (await createClient(context, {
      utilityId,
      name,
      scopes: grants.map(({ scope }) => scope),
      data: {
        thirdPartyApplicationDescription:
          'Shows households and shops where their energy goes. A demonstration.',
        client_uri: homepage,
        redirect_uri: [`${homepage}/callback`],
        thirdPartyNotifyUri: `${homepage}/notify`,
        software_id: 'sunflower-demo',
        software_version: '1.0',
        contacts: ['hello@sunflower.example'],
      },
    }))
  );
}

/** The active Authorization of a customer; one that was ended is followed by a new one. */
async function ensureAuthorization(
  context: DemoContext,
  owner: { readonly utilityId: number; readonly clientId: number },
  grant: (typeof grants)[number],
): Promise<{ id: number; uid: string }> {
  const listed = await listAuthorizations(context.db, owner);
  const active = listed.find(({ customer, status }) => customer === grant.customer && status === 1);
  const known =
    active && (await context.db.transaction(async (tx) => await lockAuthorization(tx, active.uid)));
  if (active !== undefined && known !== undefined) return { id: known.id, uid: active.uid };
  return await createAuthorization(context, { ...owner, ...grant, meters: 'all' });
}

/** Registers the third party of the demo and grants it some customers' data; what is there already is kept. */
export async function ensureThirdParty(context: DemoContext, utilityId: number): Promise<DemoThirdParty> {
  const { id: clientId, uid, bulkUid } = await ensureClient(context, utilityId);
  const authorizations: DemoAuthorization[] = [];
  for (const grant of grants) {
    const authorization = await ensureAuthorization(context, { utilityId, clientId }, grant);
    const accessToken = await demoToken(context, {
      kind: 'access_token',
      uid: authorization.uid,
      clientId,
      authorizationId: authorization.id,
    });
    authorizations.push({ customer: grant.customer, uid: authorization.uid, accessToken });
  }
  return {
    name,
    applicationUid: uid,
    bulkUid,
    tokens: {
      registration_access_token: await demoToken(context, {
        kind: 'registration_access_token',
        uid,
        clientId,
      }),
      client_access_token: await demoToken(context, { kind: 'client_access_token', uid, clientId }),
    },
    authorizations,
  };
}
