import fc from 'fast-check';
import { mailText, onOneLine } from './mail-text.js';

describe('The text of a mail', () => {
  const breaks = ['\r\n', '\n\n', '\u2028', '\u2029', '\u0085', '\v', '\f', '\t', '\0', '\u202e', '  '];
  it.each(breaks)('SPEC-011.17: keeps what people wrote on one line: %j', (mark) => {
    expect(mailText`Hello ${`Eve${mark}Dear customer${mark}`},\nbye`).toBe('Hello Eve Dear customer,\nbye');
  });

  it('SPEC-011.17: cuts what is long, and no character in two', () => {
    expect(mailText`“${'🌱'.repeat(150)}”`).toBe(`“${'🌱'.repeat(99)}…”`);
    expect(mailText`“${'x'.repeat(100)}”`).toBe(`“${'x'.repeat(100)}”`);
  });

  it('leaves links whole', () => {
    const url = `https://tasks.example.com/${'a'.repeat(300)}`;
    expect(mailText`Open\n\n${{ url }}\n`).toBe(`Open\n\n${url}\n`);
  });

  it('SPEC-011.17: holds for whatever anybody writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (words) => {
        const line = onOneLine(words);
        expect(line.split(/[\r\n\v\f\u0085\u2028\u2029]/u)).toHaveLength(1);
        expect([...line].length).toBeLessThanOrEqual(100);
        expect(onOneLine(line)).toBe(line);
      }),
    );
  });
});
