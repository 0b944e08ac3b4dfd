/** Written where a third party has no redirect URI: it gets its tokens by hand. */
export const noRedirectUri = 'urn:ietf:wg:oauth:2.0:oob';

/** Written where a third party takes no notifications: the schema wants an address. */
export const noNotifyUri = 'about:blank';

/** Whether an address only stands for none: a third party that sends back what it read has given nothing. */
export const isAbsentAddress = (uri: string): boolean => uri === noRedirectUri || uri === noNotifyUri;
