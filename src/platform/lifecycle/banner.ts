export interface BannerFacts {
  version: string;
  environment: string;
  /** Where the API answers, from this machine. */
  url: string;
  docsEnabled: boolean;
  /** A description without the password. */
  database: string;
  dataDir: string | null;
  /** Only of an administrator that was created at this start; the password only if it was generated. */
  administrator?: { email: string; password: string | null } | undefined;
  /** The accounts of the demo workspace, all with one password. */
  demo?: { people: string[]; password: string } | undefined;
  seconds: number;
}

/** What the program prints at its start: every address, the data directory, and how to sign in. */
export function banner(facts: BannerFacts): string {
  const { url, administrator, demo } = facts;
  const rows: [string, string][] = [
    ['API', url],
    ...(facts.docsEnabled ? documents(url) : []),
    ['Live notifications', `${url}/ws (Socket.IO)`],
    ['Health', `${url}/health/ready`],
    ['Database', facts.database],
    ...(facts.dataDir ? [['Data', facts.dataDir] as [string, string]] : []),
    ...(administrator ? signIn(administrator) : []),
    ...(demo ? demoSignIns(demo) : []),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const title = `  fasttrack ${facts.version}, ${facts.environment}, ready in ${facts.seconds.toFixed(1)} s`;
  return `\n${[title, '', ...lines].join('\n')}\n\n`;
}

function documents(url: string): [string, string][] {
  return [
    ['Swagger UI', `${url}/docs`],
    ['ReDoc', `${url}/redoc`],
    ['OpenAPI', `${url}/openapi.json`],
    ['AsyncAPI', `${url}/asyncapi.json`],
  ];
}

function signIn({ email, password }: { email: string; password: string | null }): [string, string][] {
  if (password === null) return [['Administrator', `${email}, with the password of ADMIN_PASSWORD`]];
  return [
    ['Administrator', email],
    ['Password', `${password}   (shown this once)`],
  ];
}

function demoSignIns({ people, password }: { people: string[]; password: string }): [string, string][] {
  return [
    ['Demo sign-ins', people.join(', ')],
    ['Demo password', `${password}   (the same for each of them)`],
  ];
}
