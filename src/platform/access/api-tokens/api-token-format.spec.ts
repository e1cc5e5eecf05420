import { crc32 } from 'node:zlib';
import { isApiToken, newApiToken, prefixOfApiToken } from './api-token-format.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const valueOf = (digits: string) => [...digits].reduce((sum, digit) => sum * 62 + ALPHABET.indexOf(digit), 0);

describe('An API token', () => {
  test('SPEC-034.2: is ft_, 36 random characters and the checksum of those', () => {
    const tokens = Array.from({ length: 300 }, newApiToken);
    for (const token of tokens) {
      expect(token).toMatch(/^ft_[0-9A-Za-z]{42}$/);
      expect(valueOf(token.slice(-6))).toBe(crc32(token.slice(3, 39)));
      expect(isApiToken(token)).toBe(true);
      expect(prefixOfApiToken(token)).toBe(token.slice(0, 9));
    }
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test('SPEC-034.2: has a known checksum, zero-padded', () => {
    // The CRC-32 of thirty-six zeros is 604254626, which is etOEM in this alphabet.
    expect(valueOf('0etOEM')).toBe(crc32('0'.repeat(36)));
    expect(isApiToken(`ft_${'0'.repeat(36)}0etOEM`)).toBe(true);
  });

  test('SPEC-034.3: is recognised as mistyped', () => {
    const token = newApiToken();
    for (let at = 3; at < token.length; at++) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(isApiToken(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
    }
    for (const wrong of ['', 'ft_', token.slice(1), token.slice(0, -1), `${token}0`, token.replace('ft_', 'FT_')]) {
      expect(isApiToken(wrong)).toBe(false);
    }
  });
});
