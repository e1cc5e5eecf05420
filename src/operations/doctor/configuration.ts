import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../platform/config/paths.js';
import type { Checkup } from './checkup.js';
import { type Finding, problem, warning, well } from './finding.js';

const OTHERS_MAY_READ = 0o044;

export function checkConfiguration({ problems, warnings }: Checkup): Finding[] {
  const found = [
    ...problems.map(({ variable, got, expects, example }) =>
      problem(variable, `is ${got}`, `It takes ${expects}, such as ${example}.`),
    ),
    ...warnings.map((line) =>
      warning('configuration', line, 'Set it, or correct its name (.env.example has all of them).'),
    ),
  ];
  return found.length > 0 ? found : [well('configuration', 'every variable is understood')];
}

/** Files with secrets that every account of the machine can read. */
export function checkSecretFiles({ env }: Checkup): Finding[] {
  if (process.platform === 'win32') return [];
  const paths = [join(packageRoot(), '.env'), env.JWT_PRIVATE_KEY_FILE ?? ''].filter((path) => path !== '');
  return paths.flatMap((path) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & OTHERS_MAY_READ) === 0) return [];
    return [warning('secrets', `${path} can be read by other accounts of this machine`, `Run: chmod 600 ${path}`)];
  });
}

/** How far apart two addresses may be for a browser to call them one site; not exact, for that takes a list. */
const siteOf = (url: string) => new URL(url).hostname.split('.').slice(-2).join('.');

export function checkAddresses(checkup: Checkup): Finding[] {
  const { values, isProduction } = checkup;
  const page = new URL(values.appUrl);
  const own = new URL(values.publicUrl);
  const found: Finding[] = [];
  if (page.origin !== own.origin && !values.corsOrigins.includes(page.origin))
    found.push(
      problem(
        'CORS_ORIGINS',
        `does not name ${page.origin}, where APP_URL says that the front end is`,
        `Browsers keep it from calling ${own.origin}. Add it: CORS_ORIGINS=${[...values.corsOrigins, page.origin].join(',')}`,
      ),
    );
  if (siteOf(values.appUrl) !== siteOf(values.publicUrl))
    found.push(
      warning(
        'APP_URL',
        `is on another site than PUBLIC_URL (${page.hostname}, ${own.hostname})`,
        'Cookie sessions do not work across sites: let the front end ask for refresh_in "body", or bring both under one domain.',
      ),
    );
  if (isProduction) found.push(...checkPublicAddresses(checkup));
  return found.length > 0 ? found : [well('addresses', `PUBLIC_URL ${values.publicUrl}, APP_URL ${values.appUrl}`)];
}

function checkPublicAddresses({ values }: Checkup): Finding[] {
  const own = new URL(values.publicUrl);
  const isSecure = own.protocol === 'https:';
  const open = values.corsOrigins.filter((origin) => origin.startsWith('http://'));
  const found: Finding[] = [];
  if (['localhost', '127.0.0.1', '[::1]'].includes(own.hostname)) found.push(local(own.origin));
  else if (!isSecure) found.push(inTheClear);
  if (isSecure && values.trustProxy === 0) found.push(unknownProxy);
  if (open.length > 0)
    found.push(
      warning('CORS_ORIGINS', `has ${open.join(', ')}, which anybody on the way can alter`, 'Use https there.'),
    );
  return found;
}

function local(origin: string): Finding {
  return problem('PUBLIC_URL', `is ${origin}, which nobody else can reach`, 'Set it to the address that people open.');
}

const inTheClear = warning(
  'PUBLIC_URL',
  'is http: passwords and tokens travel in the clear',
  'Put TLS in front (a reverse proxy), and set PUBLIC_URL to the https address.',
);

const unknownProxy = warning(
  'TRUST_PROXY',
  'is 0 although PUBLIC_URL is https, so something in front must speak TLS',
  'Everybody seems to come from its address, and shares one rate limit. Set TRUST_PROXY=1, or its network.',
);
