import { accepts } from './media-range.js';

describe('an Accept header', () => {
  it.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['text/html, application/*;q=0.1', true],
    ['text/html,*/*;q=0.8', true],
    [' text/html ;q=1 , application/json ;q=0.001', true],
    ['application/json;q=0, */*', false],
    ['*/*;q=0', false],
    ['application/*;q=0, */*;q=1', false],
    ['application/json;q=0, application/json', true],
    ['application/xml', false],
    ['application/json2, applicationx/*', false],
    ['application/json;q=nonsense', false],
    ['', false],
    [',,;;', false],
  ])('%s: %s', (header, expected) => {
    expect(accepts(header, 'application/json')).toBe(expected);
  });
});
