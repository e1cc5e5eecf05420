import { SetMetadata } from '@nestjs/common';

interface OtherStatus {
  status: number;
  /** When it is answered, for the API description. */
  when: string;
}

const OTHER_STATUS = 'fasttrack:other-status';
const CHOSEN = new WeakMap<object, number>();

/** The route may answer this status, too, where its handler chooses it. */
export const MayAnswer = (status: number, when: string) =>
  SetMetadata(OTHER_STATUS, { status, when } satisfies OtherStatus);

export function otherStatusOf(handler: object): OtherStatus | undefined {
  return Reflect.getMetadata(OTHER_STATUS, handler) as OtherStatus | undefined;
}

/** In place of the status of the route. */
export function chooseStatus(response: object, status: number): void {
  CHOSEN.set(response, status);
}

export function chosenStatus(response: object): number | undefined {
  return CHOSEN.get(response);
}
