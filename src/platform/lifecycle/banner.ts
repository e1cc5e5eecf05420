import type { SummaryLine } from './startup-summary.js';

export interface BannerFacts {
  version: string;
  environment: string;
  /** Where the API answers, from this machine. */
  url: string;
  hasBoard: boolean;
  docsEnabled: boolean;
  /** A description without the password. */
  database: string;
  dataDir: string | null;
  /** What the features say of this start. */
  summary: readonly SummaryLine[];
  seconds: number;
}

/** What the program prints at its start: every address, the data directory, and how to sign in. */
export function banner(facts: BannerFacts): string {
  const { url, summary } = facts;
  const rows: SummaryLine[] = [
    ...(facts.hasBoard ? [['Board', `${url}/app`] as const] : []),
    ['API', url],
    ...(facts.docsEnabled ? documents(url) : []),
    ['Live notifications', `${url}/ws (Socket.IO)`],
    ['Health', `${url}/health/ready`],
    ['Database', facts.database],
    ...(facts.dataDir ? [['Data', facts.dataDir] as const] : []),
    ...summary,
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
