import { type Bounds, fault, judgeEach, judgeId, type Judge } from '../fault.js';
import { field } from '../fields.js';

/** As `Ids`, with at least `min`; what is wrong with one of them is named with its place, as `ids[7]`. */
export function IdsByPlace({ min, max }: Bounds): PropertyDecorator {
  const judge: Judge = (value) => {
    const known = new Set<unknown>();
    return judgeEach(value, { min, max }, (id) => {
      const wrong = judgeId(id) ?? (known.has(id) ? fault('format', 'must not be there twice') : null);
      known.add(id);
      return wrong ? [wrong] : [];
    });
  };
  const items = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return field(judge, { type: 'array', items, minItems: min, maxItems: max, uniqueItems: true });
}
