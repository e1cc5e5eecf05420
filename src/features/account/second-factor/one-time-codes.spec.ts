import { newBackupCodes, newSecret, otpauthUri, plainBackupCode, stepOf } from './one-time-codes.js';

/** The seed of RFC 6238 appendix B, "12345678901234567890", in base32. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('A code of an authenticator', () => {
  it.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [1234567890, '005924', 41152263],
    [20000000000, '353130', 666666666],
  ])('SPEC-013.24: at %i s is that of RFC 6238', (seconds, code, step) => {
    expect(stepOf(RFC_SECRET, code, seconds * 1000)).toBe(step);
  });

  it('SPEC-013.25: is taken a step early or late, and no later', () => {
    const at = (seconds: number) => stepOf(RFC_SECRET, '287082', seconds * 1000);
    expect([at(29), at(30), at(89), at(90)]).toEqual([1, 1, 1, null]);
    expect(stepOf(RFC_SECRET, '081804', (1111111109 - 60) * 1000)).toBeNull();
  });

  it('is none where it has another length', () => {
    expect(stepOf(RFC_SECRET, '28708', 59_000)).toBeNull();
    expect(stepOf(RFC_SECRET, '２８７０８２', 59_000)).toBeNull();
  });
});

describe('A secret', () => {
  it('has 160 bits and names the account in its URI', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const uri = otpauthUri(secret, 'ann@example.com');
    expect(uri).toContain('otpauth://totp/fasttrack:ann%40example.com');
    expect(uri).toContain(`secret=${secret}`);
  });
});

describe('Backup codes', () => {
  it('are ten different ones, however they are typed', () => {
    const codes = newBackupCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/);
    const [code = ''] = codes;
    expect(plainBackupCode(` ${code.toLowerCase().replace('-', ' ')}`)).toBe(code.replace('-', ''));
  });
});
