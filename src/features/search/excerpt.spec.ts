import fc from 'fast-check';
import { excerptOf } from './excerpt.js';

const LONG = `${'Before it. '.repeat(40)}Here is the Crème brûlée.${' After it.'.repeat(40)}`;

describe('An excerpt', () => {
  test('SPEC-021.7: is from around the first word that was found', () => {
    const excerpt = excerptOf('Dessert', LONG, ['creme']);
    expect(excerpt).toMatch(/^…Before it\..*Here is the Crème brûlée\. After it\..*…$/);
    expect([...excerpt].length).toBeLessThanOrEqual(202);
  });

  test.each([
    ['the text, where it has the word', 'Rose', 'A rose', ['rose'], 'A rose'],
    ['the title, where the text has none', 'Red roses', 'Cut them', ['ros'], 'Red roses'],
    ['the title, where there is no text', 'Red roses', null, ['red'], 'Red roses'],
    ['the beginning of the text, where neither has one', 'Sow', 'Early in spring', ['garden', '12'], 'Early in spring'],
    ['one line', 'T', 'One\n\n  two\tthree', ['two'], 'One two three'],
    ['what was written', 'T', '<b>Bold</b> & "quoted"', ['bold'], '<b>Bold</b> & "quoted"'],
    ['a text of one long word', 'T', 'x'.repeat(500), ['x'], `${'x'.repeat(200)}…`],
    ['a text without spaces', 'T', '日本語の庭', ['庭'], '日本語の庭'],
    ['a text that is all blank', 'T', '  \n ', ['garden'], 'T'],
  ])('SPEC-021.7: is %s', (_, title, text, words, expected) => {
    expect(excerptOf(title, text, words)).toBe(expected);
  });

  test('SPEC-021.7: is short, and well-formed, whatever the text', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 1_000 });
    fc.assert(
      fc.property(texts, texts, fc.array(fc.string({ minLength: 1 })), (title, text, words) => {
        const excerpt = excerptOf(title, text, words);
        expect([...excerpt].length).toBeLessThanOrEqual(202);
        expect(excerpt.isWellFormed()).toBe(true);
        expect(excerpt).not.toMatch(/[\n\r\t]/);
      }),
    );
  });
});
