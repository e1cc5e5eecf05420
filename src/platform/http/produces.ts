import { SetMetadata } from '@nestjs/common';

type View = abstract new () => object;

/** What a route answers that is no JSON in the envelope. */
export interface Produced {
  contentType: string;
  /** The shape of a bare JSON answer, for the API description. */
  answer?: View;
  /** The bytes of a file, whole or a range of them, with an ETag. */
  isFile?: boolean;
  /** The shape of a bare JSON failure, where another standard fixes that too. */
  failure?: View;
}

const PRODUCES = 'fasttrack:produces';

/** For answers that are not chosen by what the client accepts, such as "there is no such route". */
export const ANY = '*/*';

/** The route returns `RawResponse` of this content type. */
export const Produces = (contentType: string, shapes: Omit<Produced, 'contentType'> = {}) =>
  SetMetadata(PRODUCES, { contentType, ...shapes } satisfies Produced);

export function producedBy(handler: object): Produced | undefined {
  return Reflect.getMetadata(PRODUCES, handler) as Produced | undefined;
}
