import { AppError, type ErrorDetail } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const bulkErrors = {
  nothingToDo: () => errors.invalidField('changes', 'required', 'must be there, or delete'),

  changedAndDeleted: () => errors.invalidField('delete', 'format', "can't be together with changes"),
};

/** Where one of many stands in a body, and where the fields stand that were sent for it. */
interface Place {
  row: string;
  fields: string;
}

const ABOUT_ONE = ['invalid', 'conflict', 'forbidden', 'not_found'];

/**
 * Does something for each entry of a list in a body, one after the other. Where that is refused, the refusal says for
 * which one it was: `tasks[3]`.
 *
 * @param fields where in the body stands what was sent for each, if that isn't the entry
 */
export async function eachAt<T, R>(
  list: string,
  entries: readonly T[],
  work: (entry: T) => R | Promise<R>,
  fields?: string,
): Promise<R[]> {
  const done: R[] = [];
  for (const [nth, entry] of entries.entries()) {
    const row = `${list}[${nth}]`;
    try {
      done.push(await work(entry));
    } catch (error) {
      const isAboutOne = error instanceof AppError && ABOUT_ONE.includes(error.kind);
      throw isAboutOne ? placed(error, { row, fields: fields ?? row }) : error;
    }
  }
  return done;
}

function placed(error: AppError, place: Place): AppError {
  const { kind, code, message, data } = error;
  return new AppError(kind, code, message, { details: detailsAt(error, place), data, cause: error });
}

/** A permission is missing for all of them. A field of what was sent for all may be wrong for one: that is named, too. */
function detailsAt({ kind, code, message, details }: AppError, { row, fields }: Place): ErrorDetail[] {
  const [first = { field: '', code, message }] = details;
  const whole = { ...first, field: row };
  if (kind === 'forbidden' && first.field === 'permission') return details;
  if (kind !== 'invalid') return [whole];
  const inside = details.map((detail) => ({ ...detail, field: `${fields}.${detail.field}` }));
  return row === fields ? inside : [...inside, whole];
}
