import Module from 'node:module';
import type { Config } from 'jest';

type Resolve = (request: string, ...rest: unknown[]) => string;
type Mapping = [pattern: string, target: string][];

/**
 * Before a run: one PostgreSQL with the migrated database, from which each test file takes its copy. Jest compiles
 * what is loaded here but does not apply `moduleNameMapper`, so that is done by hand.
 */
export default async function setUp(_: Config, project: { moduleNameMapper: Mapping }): Promise<void> {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, ...rest) => resolve(mapped(request, project.moduleNameMapper), ...rest);
  try {
    const { startTestServer } = await import('./test-server.js');
    const { url, stop } = await startTestServer();
    process.env.FASTTRACK_TEST_DATABASE = url;
    Object.assign(globalThis, { stopTestServer: stop });
    // Jest shows the globals of this process to every suite that runs in it, and the list of all entities is one.
    delete (globalThis as { typeormMetadataArgsStorage?: object }).typeormMetadataArgsStorage;
  } finally {
    loader._resolveFilename = resolve;
  }
}

function mapped(request: string, mapping: Mapping): string {
  const [pattern, target] = mapping.find(([one]) => new RegExp(one).test(request)) ?? [];
  return pattern && target ? request.replace(new RegExp(pattern), target) : request;
}
