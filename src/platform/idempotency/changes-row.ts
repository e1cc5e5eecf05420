import { SetMetadata } from '@nestjs/common';

export const CHANGES_ROW = 'fasttrack:changes-row';

/** For a POST that changes the row in its path, as a PATCH does: `If-Match` is held against that row. */
export const ChangesRow = () => SetMetadata(CHANGES_ROW, true);

/** Whether the handler of a method changes the row in its path. */
export function changesRow(method: string, handler: object): boolean {
  return method === 'PATCH' || method === 'DELETE' || Reflect.getMetadata(CHANGES_ROW, handler) === true;
}
