/** A view of a row that counts its changes; its answer carries a strong ETag. */
export abstract class VersionedView {
  /** Counts the changes of this row, from 1. */
  version!: number;

  /** Changes whenever what the view shows changes (RFC 9110 §8.8.3). */
  etag(): string {
    return `"${this.version}"`;
  }
}
