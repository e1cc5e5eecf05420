import { errors } from '../../platform/errors/errors.js';
import type { End, MoveTask } from './move.dto.js';

type Asked = { field: 'before_id' | 'after_id'; taskId: number } | { to: End };

/** Where a task is to stand: beside another one, at one end of the project, or where it has been before. */
export type Place = Asked | { position: string };

/** @throws AppError `validation_failed` for no place, for more than one, and for a place beside the task itself */
export function placeIn({ before_id, after_id, to, project_id }: MoveTask, movedId: number): Asked {
  const places: Asked[] = [];
  if (before_id !== undefined) places.push({ field: 'before_id', taskId: before_id });
  if (after_id !== undefined) places.push({ field: 'after_id', taskId: after_id });
  if (to !== undefined) places.push({ to });
  const [place = project_id === undefined ? undefined : { to: 'last' as const }, another] = places;
  if (!place) throw errors.invalidField('to', 'required', 'must be there, or before_id or after_id instead');
  if (another) throw errors.invalidField(fieldOf(another), 'format', `can't be together with ${fieldOf(place)}`);
  if ('taskId' in place && place.taskId === movedId) {
    throw errors.invalidField(place.field, 'unknown', 'must be another task');
  }
  return place;
}

function fieldOf(place: Asked): string {
  return 'field' in place ? place.field : 'to';
}
