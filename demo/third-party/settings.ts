/** What the program is told by its environment. Nothing of the custodian's own code is used here. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Where a browser finds this program, without a slash at the end. */
  readonly publicUrl: string;
  /** The issuer of the data custodian: its metadata say the rest. */
  readonly issuer: string;
  /** What the registration gave, when it is known already; otherwise the page asks for it. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationToken: string;
  readonly applicationUri: string;
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? '8081');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${text}": give a whole number from 1 to 65535`);
  return port;
}

/** Reads the settings. @throws Error naming the variable that is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = portOf(env.PORT);
  const issuer = env.CUSTODIAN_ISSUER ?? 'http://localhost:8080/DataCustodian';
  if (!URL.canParse(issuer))
    throw new Error(`CUSTODIAN_ISSUER is "${issuer}": give the custodian's issuer URL`);
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    issuer: issuer.replace(/\/+$/, ''),
    clientId: env.CLIENT_ID ?? '',
    clientSecret: env.CLIENT_SECRET ?? '',
    registrationToken: env.REGISTRATION_TOKEN ?? '',
    applicationUri: env.APPLICATION_URI ?? '',
  };
}
