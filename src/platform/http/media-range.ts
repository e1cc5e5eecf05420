/**
 * Whether an `Accept` header accepts this media type: the most specific matching range decides (RFC 9110 §12.5.1).
 * Parameters other than `q` are ignored, so that `application/json; charset=utf-8` is JSON.
 */
export function accepts(header: string, type: string): boolean {
  let closest = 0;
  let quality = 0;
  for (const part of header.toLowerCase().split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const closeness = closenessOf(range, type);
    if (closeness < closest || closeness === 0) continue;
    const q = qualityOf(parameters);
    quality = closeness > closest ? q : Math.max(q, quality);
    closest = closeness;
  }
  return quality > 0;
}

/** 0 where the range is about something else. */
function closenessOf(range: string, type: string): number {
  if (range === type) return 3;
  if (range === '*/*') return 1;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0;
}

function qualityOf(parameters: string[]): number {
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  return q === undefined ? 1 : Number(q.slice(2)) || 0;
}
