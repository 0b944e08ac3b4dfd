import { type ResourceRow, resourceRoot, resources, tokenKinds } from '../src/espi/resources.ts';

const formWords: Readonly<Record<ResourceRow['form'], string>> = {
  feed: 'Atom feed',
  entry: 'Atom entry',
  document: 'bare ESPI document',
  file: 'the bytes of the file',
};

const filterWords =
  '`published-min`, `published-max`, `updated-min`, `updated-max`, `max-results`, `start-index`, `depth`';

function section(row: ResourceRow): string[] {
  return [
    `### \`GET ${row.path}\``,
    '',
    row.summary,
    '',
    `- answers with: ${formWords[row.form]}${row.noun === undefined ? '' : ` (\`${row.noun}\`, namespace \`${row.namespace}\`)`}`,
    ...(row.noun === undefined && row.contains.length > 1
      ? [`- holds: ${row.contains.map((noun) => `\`${noun}\``).join(', ')}`]
      : []),
    ...(row.up === undefined ? [] : [`- its collection: \`${row.up}\``]),
    ...(row.aliases.length === 0
      ? []
      : [`- the same answer at: ${row.aliases.map((path) => `\`${path}\``).join(', ')}`]),
    ...(row.filters ? [`- filters: ${filterWords}`] : []),
    ...(row.methods.length === 0
      ? []
      : [`- may be changed with: ${row.methods.map((method) => `\`${method}\``).join(', ')}`]),
    '',
  ];
}

const tokenSection = [
  '## Getting a token',
  '',
  'A developer registers at `{PUBLIC_URL}/DataCustodian/developers`, gets a `client_id` and a `client_secret` there, and test',
  'customers to try everything below; the utility lets the registration go live. Where there are several utilities, their slug',
  'follows `/DataCustodian` in each address.',
  '',
  '| below `{PUBLIC_URL}/DataCustodian` | what it does |',
  '|---|---|',
  '| `GET /.well-known/oauth-authorization-server` | the addresses below, scopes and methods as JSON (RFC 8414); needs no token |',
  '| `GET /oauth/authorize` | where the browser of the customer is sent, with `response_type=code`, `client_id`, `redirect_uri`, `scope`, `state`, `code_challenge` and `code_challenge_method=S256`; it comes back with `code`, `state` and `iss`, or with `error` |',
  '| `POST /oauth/token` | `grant_type=authorization_code` with `code`, `redirect_uri` and `code_verifier`: an `access_token`, a `refresh_token`, `resourceURI` and `authorizationURI` |',
  '| | `grant_type=refresh_token` with `refresh_token`: the next pair |',
  '| | `grant_type=client_credentials`: the `client_access_token`, or for a `scope` of the function blocks 36, 40 and 44 alone a `registration_access_token` |',
  '| `POST /oauth/introspect` | whether `token` is good, for what and how long (RFC 7662) |',
  '| `POST /oauth/revoke` | ends `token` (RFC 7009) |',
  '',
  'Bodies are forms. The client shows itself with HTTP Basic, or with `client_id` and `client_secret` in the form. PKCE',
  '(RFC 7636, S256) is checked wherever a challenge was sent, and a registration may require it.',
  '',
];

/** `docs/api.md`: every row of the resource table, grouped by the token that reads it. */
export function apiDocument(): string {
  const lines = [
    '# API',
    '',
    '<!-- Generated from src/espi/resources.ts by `npm run generate`. -->',
    '',
    `All paths are below \`{PUBLIC_URL}${resourceRoot}\`. A request carries \`Authorization: Bearer {token}\`; each`,
    'endpoint takes one kind of token. A trailing slash and `HEAD` are accepted everywhere. Answers carry an `ETag`;',
    '`If-None-Match` gives 304. `Accept-Encoding: gzip` is honoured.',
    '',
    '| parameter | selects |',
    '|---|---|',
    '| `published-min`, `published-max` | by the time of the data: readings with `min <= start < max` (a block at the edge is trimmed), bills by their issue date |',
    '| `updated-min`, `updated-max` | by the time at which an entry came in or changed here: `min <= updated < max` |',
    '| `start-index`, `max-results` | the n-th matching entry (from 1), and how many at most |',
    '| `depth` | accepted, without effect |',
    '',
    'Times are RFC 3339 (`2026-01-31T00:00:00Z`, any offset, fractions) or epoch seconds. A value that cannot be read',
    'gives 400 and names the parameter; unknown parameters are ignored. Errors: [errors.md](errors.md).',
    '',
    'A batch of usage data, or a bulk, that is very large answers 202 without a body: ask again at the same URL after the',
    'seconds in `Retry-After`. Once it is written it has a strong `ETag` and, as gzip, a `Content-Length` and ranges; it is',
    'kept for two days. A later maximum, as a poll sends it, is the same question. See',
    '[decisions/006-large-feeds.md](decisions/006-large-feeds.md) and [decisions/007-bulk.md](decisions/007-bulk.md).',
    '',
    ...tokenSection,
  ];
  for (const kind of tokenKinds) {
    lines.push(`## Endpoints of the \`${kind}\``, '');
    for (const row of resources.filter((candidate) => candidate.token === kind)) lines.push(...section(row));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
