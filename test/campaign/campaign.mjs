/** `npm run campaign [name] [counts…]`: breaks things on purpose, and prints what held. */
const CAMPAIGNS = {
  'one-key': {
    counts: '[rounds: 20]',
    says: 'fifty posts at once with one key over two instances',
    run: async (args) => (await import('./one-key.mjs')).oneKey(args),
  },
  'one-etag': {
    counts: '[rounds: 1000]',
    says: 'two writers with one ETag on two instances',
    run: async (args) => (await import('./one-etag.mjs')).oneEtag(args),
  },
  tokens: {
    counts: '[rounds: 500]',
    says: 'an API token that is revoked while programs write with it at two instances',
    run: async (args) => (await import('./tokens.mjs')).tokens(args),
  },
  starts: {
    counts: '[rounds: 50] [instances: 8]',
    says: 'instances that start at once on an empty database',
    run: async (args) => (await import('./starts.mjs')).starts(args),
  },
  cuts: {
    counts: '[lost answers: 500]',
    says: 'connections that are lost right after COMMIT was sent',
    run: async (args) => (await import('./cuts.mjs')).cuts(args),
  },
  kills: {
    counts: '[kills: 200]',
    says: 'kill -9 of one of two instances while people write and one listens',
    run: async (args) => (await import('./kills.mjs')).kills(args),
  },
  'file-kills': {
    counts: '[kills: 200]',
    says: 'kill -9 of one of two instances while people send and delete files',
    run: async (args) => (await import('./file-kills.mjs')).fileKills(args),
  },
  feed: {
    counts: '[kills: 200]',
    says: 'kill -9 of one of two instances while people write and ten keep copies by the feed',
    run: async (args) => (await import('./feed.mjs')).feed(args),
  },
  removed: {
    counts: '[rounds: 1000]',
    says: 'members are removed while they follow a busy project on another instance',
    run: async (args) => (await import('./removed.mjs')).removed(args),
  },
  faults: {
    counts: '',
    says: 'PostgreSQL, its LISTEN connections, SMTP and Redis go away and come back',
    run: async () => (await import('./faults.mjs')).faults(),
  },
  failover: {
    counts: '[failovers: 20]',
    says: 'the primary of two PostgreSQL servers is lost under load, and its standby takes over',
    run: async (args) => (await import('./failover.mjs')).failover(args),
  },
  rolling: {
    counts: '[upgrades: 10] [commit]',
    says: 'an older version is replaced by this one, instance by instance, while people work at both',
    run: async (args) => (await import('./rolling.mjs')).rolling(args),
  },
  upgrade: {
    counts: '[tasks: 200000] [commit]',
    says: 'the schema of the first release, full of tasks, becomes that of this version while people work',
    run: async (args) => (await import('./upgrade.mjs')).upgrade(args),
  },
  restore: {
    counts: '[rounds: 5]',
    says: 'the demo is backed up while people write, wiped, restored, and shows what it showed; a full disk',
    run: async (args) => (await import('./restore/restore.mjs')).restore(args),
  },
  overload: {
    counts: '[seconds: 30] [pool: 10]',
    says: 'ten times as much as the program can do',
    run: async (args) => (await import('./overload.mjs')).overload(args),
  },
  webhooks: {
    counts: '[events: 10000] [kills: 20]',
    says: 'a receiver that fails at random, hangs and is killed',
    run: async (args) => (await import('./webhooks.mjs')).webhooks(args),
  },
  s3: {
    counts: '',
    says: 'the tests of files against an S3 server by others, built with Go (only when it is named)',
    isOptional: true,
    run: async () => (await import('./s3.mjs')).s3(),
  },
  limiter: {
    counts: '[schedules: 50000] [seed]',
    says: 'random rhythms against the limiter',
    run: async (args) => (await import('./limiter.mjs')).limiter(args),
  },
};

const USAGE = `npm run campaign [-- name [counts…]]: all of them, or one. Without counts, in full length.

${Object.entries(CAMPAIGNS)
  .map(([name, { counts, says }]) => `  ${name.padEnd(10)} ${counts.padEnd(28)} ${says}`)
  .join('\n')}`;

const [name, ...args] = process.argv.slice(2);
if (name === '--help' || (name !== undefined && !(name in CAMPAIGNS))) {
  console.log(USAGE);
  process.exit(name === '--help' ? 0 : 64);
}
for (const [each, { run, isOptional = false }] of Object.entries(CAMPAIGNS)) {
  if (name === undefined ? isOptional : name !== each) continue;
  const started = Date.now();
  try {
    await run(args);
  } catch (error) {
    console.log(`✗ ${each}: ${error.stack}`);
    process.exitCode = 1;
  }
  console.log(`  ${each} took ${((Date.now() - started) / 1_000).toFixed(1)} s`);
}
// Where one has failed, its writers and listeners are still at it.
process.exit();
