import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../config/paths.js';
import { pathOf } from '../../http/public-path.js';
import { RawResponse } from '../../http/responses/raw-response.js';
import type { ApiDocument } from './document.js';

/** As the build wrote it, so that what is served is what is committed; only the path of PUBLIC_URL comes before its own. */
export function description(publicUrl: string): RawResponse {
  const built = readFileSync(join(packageRoot(), 'dist/openapi.json'), 'utf8');
  const prefix = pathOf(publicUrl);
  const text = prefix === '' ? built : JSON.stringify(below(prefix, JSON.parse(built) as ApiDocument), null, 2);
  return RawResponse.text(text, 'application/json', { 'Cache-Control': 'no-cache' });
}

/** Clients resolve the token URL against the host, not against the server's path. */
function below(prefix: string, document: ApiDocument): ApiDocument {
  const flows = (document.components.securitySchemes.oauth2?.flows ?? {}) as Record<string, Record<string, unknown>>;
  for (const flow of Object.values(flows))
    for (const name of ['tokenUrl', 'refreshUrl']) if (typeof flow[name] === 'string') flow[name] = prefix + flow[name];
  return { ...document, servers: [{ url: prefix }] };
}
