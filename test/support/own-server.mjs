// Runs the built supervisor as a program of its own, so that a test can kill it: `node own-server.mjs <data dir>`.
const checkout = process.argv[3] ?? new URL('../..', import.meta.url).pathname;
process.argv[1] = `${checkout}/dist/src/main.js`;
const { startEmbedded } = await import(`${checkout}/dist/src/platform/database/embedded/embedded.js`);

try {
  const database = await startEmbedded({ dataDir: process.argv[2], log: (line) => console.log(`log ${line}`) });
  console.log(`ready ${database.url}`);
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log(`${error.name} ${error.message}`);
  process.exitCode = 1;
}
