import type { DataKind } from '../../espi/function-blocks.ts';
import type { Utility } from '../../storage/utilities.ts';
import type { BearerKind } from './refusal.ts';

/** An Authorization as a reader of its data needs it. */
export interface GrantedAuthorization {
  readonly id: number;
  readonly uid: string;
  readonly scope: string;
  /** Kinds of data that the scope opens. */
  readonly dataKinds: ReadonlySet<DataKind>;
  /** Key of the retail customer, when one is involved. */
  readonly customerId?: number;
  /** Range of the data that may be read, seconds; absent = open. */
  readonly dataStart?: number;
  readonly dataEnd?: number;
  readonly published: number;
  readonly updated: number;
}

/** Whose token it is and what it opens. */
export interface Principal {
  readonly tokenKind: BearerKind;
  readonly utility: Utility;
  /** The third party. */
  readonly client: {
    readonly id: number;
    readonly uid: string;
    readonly bulkUid: string;
    /** Whether the customer's token may read its own Authorization. */
    readonly accessTokenReadsAuthorization: boolean;
  };
  /** Present for an access_token. */
  readonly authorization?: GrantedAuthorization;
}
