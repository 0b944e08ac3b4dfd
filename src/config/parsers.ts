import { isIP } from 'node:net';

/** Reads the text of an option; undefined when it is not accepted. */
export type Parser<T> = (text: string) => T | undefined;

/** A whole number of a range. */
export const wholeNumber =
  (min: number, max: number): Parser<number> =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };

/** One of a list of words. */
export const oneOf =
  <const T extends string>(...words: readonly T[]): Parser<T> =>
  (text) =>
    words.find((word) => word === text);

/** Any text that is not blank. */
export const text: Parser<string> = (value) => (value.trim() === '' ? undefined : value);

/** An http or https address without query and fragment; a slash at its end is left out. */
export const webAddress: Parser<string> = (value) => {
  if (!URL.canParse(value)) return undefined;
  const { protocol, origin, pathname, search, hash, username } = new URL(value);
  if (!/^https?:$/.test(protocol) || search !== '' || hash !== '' || username !== '') return undefined;
  return (origin + pathname).replace(/\/+$/, '');
};

/** The address of a mail server. */
export const mailServer: Parser<string> = (value) =>
  /^smtps?:\/\//.test(value) && URL.canParse(value) && new URL(value).hostname !== '' ? value : undefined;

/** Who a mail is from: an address, with a name before it or without. */
export const mailAddress: Parser<string> = (value) =>
  /^(?:[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(value.trim()) ? value.trim() : undefined;

/** A connection string of PostgreSQL. */
export const connectionString: Parser<string> = (value) =>
  // Without the name of a database the server would choose one, which is of something else.
  /^postgres(ql)?:\/\//.test(value) && URL.canParse(value) && new URL(value).pathname.length > 1
    ? value
    : undefined;

/** Bytes of a fixed length as base64, base64url or hex. */
export const bytes =
  (length: number): Parser<Uint8Array> =>
  (value) => {
    const isHex = value.length === length * 2 && /^[0-9a-f]+$/i.test(value);
    if (!isHex && !/^[\w+/-]+=*$/.test(value)) return undefined;
    const decoded = Buffer.from(value, isHex ? 'hex' : 'base64');
    return decoded.length === length ? decoded : undefined;
  };

/** How many processes: a number, or as many as there are cores. */
export const processCount: Parser<number | 'auto'> = (value) =>
  value === 'auto' ? value : wholeNumber(1, 256)(value);

const namedNetworks: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

const isNetwork = (value: string): boolean => {
  const [address = '', prefix, ...rest] = value.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  const fits = prefix === undefined || wholeNumber(1, bits)(prefix) !== undefined;
  return rest.length === 0 && isIP(address) !== 0 && fits;
};

/** Addresses and networks with commas between them. */
export const networks: Parser<readonly string[]> = (value) => {
  const parts = value.split(',').map((part) => part.trim());
  return parts.every((part) => namedNetworks.includes(part) || isNetwork(part)) ? parts : undefined;
};
