/** What is wrong with an address. */
export type AddressFault = 'url_invalid' | 'url_not_https' | 'url_has_fragment' | 'too_long';

/** The longest address that is kept. */
const maxLength = 500;

/** Whether a URL leads to the machine that opens it: a developer's own. */
export function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** What addresses may be. */
export interface AddressRules {
  /** `http` to the developer's own machine is fine: only test customers share so far. */
  readonly loopback: boolean;
  readonly fragment?: boolean;
}

/** What is wrong with an address that programs or browsers are sent to; undefined when it is fine. */
export function addressFault(
  text: string,
  { loopback, fragment = false }: AddressRules,
): AddressFault | undefined {
  if (text.length > maxLength) return 'too_long';
  if (!URL.canParse(text) || /[\s"<>\\^`{|}]/.test(text)) return 'url_invalid';
  const { protocol, username, password, hostname } = new URL(text);
  if (username !== '' || password !== '' || hostname === '') return 'url_invalid';
  if (text.includes('#') && !fragment) return 'url_has_fragment';
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return 'url_invalid';
  return loopback && isLoopback(text) ? undefined : 'url_not_https';
}
