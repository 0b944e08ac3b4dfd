/** The addresses that the examples call. */
interface ExampleAddresses {
  readonly authorize: string;
  readonly token: string;
  readonly resource: string;
}

/** Three calls to copy: from a test customer's consent to a batch of data. Capitals are to be filled in. */
export function sandboxExamples(
  addresses: ExampleAddresses,
  scope: string,
  testCustomer: string,
): { readonly authorize: string; readonly token: string; readonly batch: string } {
  const asked = encodeURIComponent(`${scope};AdditionalScope=auth-test-${testCustomer}`);
  return {
    authorize: [
      `${addresses.authorize}?response_type=code`,
      'client_id=CLIENT_ID',
      'redirect_uri=REDIRECT_URI',
      `scope=${asked}`,
      'state=STATE',
      'code_challenge=CODE_CHALLENGE',
      'code_challenge_method=S256',
    ].join('&'),
    token: [
      'curl -u CLIENT_ID:CLIENT_SECRET \\',
      '  -d grant_type=authorization_code -d code=CODE \\',
      '  -d redirect_uri=REDIRECT_URI -d code_verifier=CODE_VERIFIER \\',
      `  ${addresses.token}`,
    ].join('\n'),
    batch: [
      'curl -H "Authorization: Bearer ACCESS_TOKEN" \\',
      `  "${addresses.resource}/Batch/Subscription/SUBSCRIPTION?published-min=2026-01-01T00:00:00Z"`,
    ].join('\n'),
  };
}
