/** `npm run campaign [name] [counts…]`: breaks things on purpose, and prints what held. */
const CAMPAIGNS = {
  'one-key': async (args) => (await import('./one-key.mjs')).oneKey(args),
  'one-etag': async (args) => (await import('./one-etag.mjs')).oneEtag(args),
  starts: async (args) => (await import('./starts.mjs')).starts(args),
  cuts: async (args) => (await import('./cuts.mjs')).cuts(args),
  kills: async (args) => (await import('./kills.mjs')).kills(args),
  faults: async () => (await import('./faults.mjs')).faults(),
  overload: async (args) => (await import('./overload.mjs')).overload(args),
  limiter: async (args) => (await import('./limiter.mjs')).limiter(args),
};

const [name, ...args] = process.argv.slice(2);
if (name !== undefined && !(name in CAMPAIGNS)) {
  console.error(`npm run campaign [${Object.keys(CAMPAIGNS).join(' | ')}] [counts…]`);
  process.exit(64);
}
for (const [each, run] of Object.entries(CAMPAIGNS)) {
  if (name !== undefined && name !== each) continue;
  const started = Date.now();
  try {
    await run(args);
  } catch (error) {
    console.log(`✗ ${each}: ${error.stack}`);
    process.exitCode = 1;
  }
  console.log(`  ${each} took ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}
