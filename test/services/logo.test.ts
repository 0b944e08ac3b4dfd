import { describe, expect, it } from 'vitest';
import { addressFault } from '../../src/services/registration/check-addresses.ts';
import { checkLogo, maxLogoBytes } from '../../src/services/registration/logo.ts';
import { makeJpegHead, makePng } from '../support/pictures.ts';

const check = (bytes: Uint8Array, tooLarge = false) => {
  const logo = checkLogo({ bytes, tooLarge });
  return typeof logo === 'string' ? logo : logo.mediaType;
};

describe('a logo is known by its own bytes', () => {
  it.each([
    ['image/png', makePng(64, 64)],
    ['image/png', makePng(16, 2000)],
    ['image/jpeg', makeJpegHead(300, 200)],
    ['logo_size', makePng(15, 64)],
    ['logo_size', makePng(64, 2001)],
    ['logo_size', makeJpegHead(5000, 200)],
    ['logo_type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['logo_type', Buffer.from('GIF89a')],
    ['logo_type', Buffer.from('ffd8', 'hex')],
    ['logo_type', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['logo_type', Buffer.alloc(0)],
  ] as const)('%s', (expected, bytes) => {
    expect(check(bytes)).toBe(expected);
  });

  it('and by how many there are', () => {
    const heavy = Buffer.concat([makePng(64, 64), Buffer.alloc(maxLogoBytes)]);
    expect(check(heavy)).toBe('logo_size');
    expect(check(makePng(64, 64), true)).toBe('logo_size');
  });
});

describe('an address', () => {
  it.each([
    ['https://app.example/cb', undefined],
    ['https://app.example/cb?a=1', undefined],
    ['http://localhost:3000/cb', 'url_not_https'],
    ['http://app.example/cb', 'url_not_https'],
    ['ftp://app.example/', 'url_invalid'],
    ['app.example', 'url_invalid'],
    ['https://app.example/ cb', 'url_invalid'],
    ['https://app.example/#x', 'url_has_fragment'],
    [`https://app.example/${'a'.repeat(500)}`, 'too_long'],
  ])('%s: %s', (text, fault) => {
    expect(addressFault(text, { loopback: false })).toBe(fault);
  });

  it.each(['http://localhost:3000/cb', 'http://127.0.0.1/cb', 'http://[::1]:8080/'])(
    '%s in the sandbox',
    (text) => {
      expect(addressFault(text, { loopback: true })).toBeUndefined();
    },
  );

  it('elsewhere needs https in the sandbox too', () => {
    expect(addressFault('http://localhost.evil.example/', { loopback: true })).toBe('url_not_https');
  });
});
