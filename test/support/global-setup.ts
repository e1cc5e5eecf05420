import Module from 'node:module';

type Resolve = (request: string, ...rest: unknown[]) => string;

/**
 * Before a run: one PostgreSQL with the migrated database, from which each test file takes its copy. Jest compiles
 * what is loaded here but does not apply `moduleNameMapper`, so `./x.js` is led to `./x.ts` by hand.
 */
export default async function setUp(): Promise<void> {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, ...rest) => {
    try {
      return resolve(request, ...rest);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
      return resolve(request.replace(/js$/, 'ts'), ...rest);
    }
  };
  try {
    const { startTestServer } = await import('./test-server.js');
    const { url, stop } = await startTestServer();
    process.env.FASTTRACK_TEST_DATABASE = url;
    Object.assign(globalThis, { stopTestServer: stop });
  } finally {
    loader._resolveFilename = resolve;
  }
}
