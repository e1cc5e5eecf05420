import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../config/paths.js';
import { RawResponse } from '../../http/raw-response.js';
import { pathOf } from '../../http/public-path.js';
import type { ApiDocument } from './document.js';

/** The build has brought them together: the description, and what browsers need to show it. */
const BUILT = 'dist';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

/** Nothing from elsewhere; styles inline because both programs write them so, the worker is Redoc's search. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Authorize opens on the sign-in; the other ways in are at the lock of each operation that takes them. */
const START_SWAGGER_UI = `const signInFirst = () => ({
  statePlugins: {
    auth: {
      wrapSelectors: {
        definitionsToAuthorize: (all) => (...args) => all(...args).filter((one) => one.has('oauth2')),
      },
    },
  },
});
SwaggerUIBundle({
  url: new URL('openapi.json', location.href).href,
  dom_id: '#page',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  plugins: [signInFirst],
});
`;

const START_REDOC = `Redoc.init(new URL('openapi.json', location.href).href, { hideDownloadButton: false }, document.getElementById('page'));
`;

/** What lies under `/docs/` and `/redoc/`. */
const FILES: Record<string, () => RawResponse | undefined> = {
  'swagger-ui-bundle.js': () => file('swagger-ui-bundle.js', SCRIPT),
  'swagger-ui.css': () => file('swagger-ui.css', STYLE),
  'redoc.standalone.js': () => file('redoc.standalone.js', SCRIPT),
  'start-swagger-ui.js': () => kept(START_SWAGGER_UI, SCRIPT),
  'start-redoc.js': () => kept(START_REDOC, SCRIPT),
  'ERRORS.md': () => manual('ERRORS.md'),
  'FRONT-ENDS.md': () => manual('FRONT-ENDS.md'),
  'LIVE-CLIENTS.md': () => manual('LIVE-CLIENTS.md'),
};

/** The sign-in form of Swagger UI also asks which program signs in; here none has to say. */
const NO_CLIENTS = '.auth-container .wrapper:has([for^="client_"], [for="password_type"]) { display: none; }';

/** Addresses on the pages are relative to theirs: a proxy may serve the program below a path of its own. */
export function swaggerUiPage(): RawResponse {
  const links = `<link rel="stylesheet" href="docs/swagger-ui.css">\n<style>${NO_CLIENTS}</style>`;
  return page(links, ['docs/swagger-ui-bundle.js', 'docs/start-swagger-ui.js']);
}

export function redocPage(): RawResponse {
  return page('', ['redoc/redoc.standalone.js', 'redoc/start-redoc.js']);
}

/** Undefined for a name that is none of ours. */
export function pageFile(name: string): RawResponse | undefined {
  return Object.hasOwn(FILES, name) ? FILES[name]?.() : undefined;
}

/** As the build wrote it, so that what is served is what is committed; only the path of PUBLIC_URL comes before its own. */
export function description(publicUrl: string): RawResponse {
  const built = readFileSync(join(packageRoot(), BUILT, 'openapi.json'), 'utf8');
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

function page(links: string, scripts: string[]): RawResponse {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fasttrack API</title>
<link rel="icon" href="data:,">
${links}
<style>body { margin: 0; }</style>
</head>
<body>
<div id="page"></div>
${scripts.map((script) => `<script src="${script}"></script>`).join('\n')}
</body>
</html>
`;
  return RawResponse.text(body, HTML, { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-cache' });
}

function file(name: string, contentType: string): RawResponse {
  return kept(readFileSync(join(packageRoot(), BUILT, 'public', name), 'utf8'), contentType);
}

/** What the introduction leads to; undefined where only the program was installed. */
function manual(name: string): RawResponse | undefined {
  const path = join(packageRoot(), 'docs', name);
  return existsSync(path) ? kept(readFileSync(path, 'utf8'), TEXT) : undefined;
}

/** An hour: they change with the version of the program only. */
function kept(body: string, contentType: string): RawResponse {
  return RawResponse.text(body, contentType, { 'Cache-Control': 'public, max-age=3600' });
}
