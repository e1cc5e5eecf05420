/** A view of a row that counts its changes; its answer carries a strong ETag. */
export abstract class VersionedView {
  /** The version of the row: it starts at 1 and grows by 1 with each change. */
  version!: number;

  /** Changes whenever what the view shows changes (RFC 9110 §8.8.3). */
  etag(): string {
    return `"${this.version}"`;
  }
}
