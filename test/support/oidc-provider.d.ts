/** The little of oidc-provider that the tests use: it comes without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Saved {
    readonly save: (ttl?: number) => Promise<string>;
  }

  interface Grant extends Saved {
    readonly addOIDCScope: (scope: string) => void;
  }

  export class Provider {
    constructor(issuer: string, configuration: object);
    readonly callback: () => (request: IncomingMessage, response: ServerResponse) => void;
    readonly Grant: new (
      of: object,
    ) => Grant;
    readonly AuthorizationCode: new (
      of: object,
    ) => Saved;
    readonly Client: { readonly find: (id: string) => Promise<object | undefined> };
  }
}
