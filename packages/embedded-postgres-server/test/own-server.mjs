// Runs the built package as a program of its own, so that a test can kill it: `node own-server.mjs <data dir> <package>`.
const [, , dataDir, folder] = process.argv;
const { startEmbedded } = await import(`${folder}/dist/embedded.js`);

try {
  const database = await startEmbedded({ dataDir, name: 'notes', log: (line) => console.log(`log ${line}`) });
  console.log(`ready ${database.url}`);
  process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log(`${error.name} ${error.message}`);
  process.exitCode = 1;
}
