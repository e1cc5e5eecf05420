import { SetMetadata } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';

export const CHANGES_ROW = 'fasttrack:changes-row';

/** For a POST that changes the row in its path, as a PATCH does: `If-Match` is held against that row. */
export const ChangesRow = () => SetMetadata(CHANGES_ROW, true);

/** Whether the handler of a method changes the row in its path, or what belongs to that row (a member, a watch). */
export function changesRow(method: string, handler: object): boolean {
  return method === 'PATCH' || method === 'DELETE' || isMarked(handler);
}

/**
 * Whether `If-Match` is held against the row in the path: where the path ends with it. What only belongs to the row has no
 * tag, so nobody can have meant that row's.
 */
export function addressesRow(method: string, handler: object, controller: object): boolean {
  return isMarked(handler) || (changesRow(method, handler) && pathOf(handler, controller).endsWith(':id'));
}

function isMarked(handler: object): boolean {
  return Reflect.getMetadata(CHANGES_ROW, handler) === true;
}

function pathOf(...[handler, controller]: object[]): string {
  const [own, inherited] = [handler, controller].map((of) => String(Reflect.getMetadata(PATH_METADATA, of ?? {})));
  return own === '/' ? String(inherited) : String(own);
}
