import { linkOf, RELATION_TYPES } from './relation-type.js';

test('SPEC-030.1: what is said from one end is what its inverse says from the other', () => {
  const inverse = { blocks: 'blocked_by', duplicates: 'duplicated_by', relates_to: 'relates_to' } as const;
  for (const [type, other] of Object.entries(inverse)) {
    expect(linkOf(1, type as 'blocks', 2)).toEqual(linkOf(2, other, 1));
    expect(linkOf(2, type as 'blocks', 1)).toEqual(linkOf(1, other, 2));
  }
  expect(linkOf(1, 'blocked_by', 2)).toEqual({ fromTaskId: 2, type: 'blocks', toTaskId: 1 });
  expect(linkOf(9, 'relates_to', 2)).toEqual({ fromTaskId: 2, type: 'relates_to', toTaskId: 9 });
  expect(new Set(RELATION_TYPES.map((type) => JSON.stringify(linkOf(1, type, 2)))).size).toBe(RELATION_TYPES.length);
});
