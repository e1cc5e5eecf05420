import type { FeedHead } from '../changes/project-change.entity.js';
import { feedErrors } from './feed.errors.js';

/** Above every number of a change. */
const WALK = 2 ** 36;

/** Where a reader says it is: 0, the number of a change, or what `placeOf` has said. */
export const MAX_PLACE = Number.MAX_SAFE_INTEGER;

type Head = Pick<FeedHead, 'lastSeq' | 'forgottenSeq' | 'forgettings'>;

/** The number in a place, whether it is a good one or not. */
export const numberIn = (place: number): number => place % WALK;

/**
 * The number after which a reader goes on. Whoever is on the way from 0 has passed no forgotten deletion, though the
 * numbers on that way may be older than some: such places also say how often something had been forgotten.
 *
 * @throws AppError `resync_required`, `validation_failed` for a place that the feed hasn't reached
 */
export function seqOf(since: number, { lastSeq, forgottenSeq, forgettings }: Head): number {
  const [walk, seq] = [Math.floor(since / WALK), numberIn(since)];
  if (seq > lastSeq || walk > forgettings) throw feedErrors.future(lastSeq);
  if (seq > 0 && seq < forgottenSeq && walk !== forgettings) throw feedErrors.resyncRequired();
  return seq;
}

/** What a reader that has come to this number without missing anything says to go on. */
export function placeOf(seq: number, { forgottenSeq, forgettings }: Head): number {
  return seq > 0 && seq < forgottenSeq ? forgettings * WALK + seq : seq;
}
