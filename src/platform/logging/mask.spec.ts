import { maskText } from './mask.js';

describe('masking', () => {
  it.each([
    ['a?next=https://x.example/?token=hunter22', 'a?next=https://x.example/?token=***'],
    ['from=here=password=hunter22', 'from=here=password=***'],
    ['postgres://u:hunter22@one/x, redis://:hunter22@two', 'postgres://u:***@one/x, redis://:***@two'],
    ['see http://plain.example/x?u=amqp://u:hunter22@q', 'see http://plain.example/x?u=amqp://u:***@q'],
    ['a-eyJhbGciOi.eyJzdWIi.c2ln and v1.2.eyJhbGciOi.c2ln', 'a-*** and v1.2.***'],
    ["{'api_key' : 'hunter22', 'public': 'yes'}", `{"api_key":"***', 'public': 'yes'}`],
    ['/calendar/aB-_3.ics?x and https://x.example/calendar/cut', '/calendar/***?x and https://x.example/calendar/***'],
    [`a-ft_${'a1B2'.repeat(10)}cd, ft_${'x'.repeat(20)}`, 'a-ft_***, ft_***'],
  ])('makes %s harmless', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    'write to ann@example.com',
    'at 12:30 @ home',
    'http://example.com/a@b',
    'eyJust.a.word',
    'a=b&c=d',
    'left_behind_and_draft_of_it',
    'x://:@y',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });
});
