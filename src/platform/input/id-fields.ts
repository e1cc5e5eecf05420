import { judgeId, judgeList, type Judge } from './fault.js';
import { field } from './fields.js';

/** A list of different ids in a body. */
export function Ids({ max }: { max: number }): PropertyDecorator {
  const judge: Judge = (value) => judgeList(value, { max, judge: judgeId });
  const items = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return field(judge, { type: 'array', items, maxItems: max, uniqueItems: true });
}
