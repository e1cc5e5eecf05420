import { SetMetadata } from '@nestjs/common';

const TAGGED = 'fasttrack:tagged';

/** Says in the API description that the answer carries an ETag: for a view that has no version, from which that follows. */
export const Tagged = () => SetMetadata(TAGGED, true);

export function isTagged(handler: object): boolean {
  return Reflect.getMetadata(TAGGED, handler) === true;
}

/** A view whose answer carries a strong ETag. */
export abstract class TaggedView {
  /** Changes whenever what the view shows changes (RFC 9110 §8.8.3). */
  abstract etag(): string;
}

/** The same of a row that counts its changes. */
export abstract class VersionedView extends TaggedView {
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version!: number;

  etag(): string {
    return `"${this.version}"`;
  }
}
