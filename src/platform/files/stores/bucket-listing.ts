import type { StoredObject } from './file-store.js';

/** A page of ListObjectsV2. Our keys have no character that XML would write otherwise. */
export function readListing(xml: string): { objects: StoredObject[]; next: string | undefined } {
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => {
    return { key: textOf(entry, 'Key') ?? '', storedAt: new Date(textOf(entry, 'LastModified') ?? NaN) };
  });
  const isCut = textOf(xml, 'IsTruncated') === 'true';
  const next = textOf(xml, 'NextContinuationToken');
  return { objects, next: isCut && next ? plain(next) : undefined };
}

function textOf(xml: string, tag: string): string | undefined {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function plain(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
