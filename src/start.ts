import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readConfig, type Config } from './platform/config/config.js';
import { readEnvironment } from './platform/config/sources/environment.js';
import { defaultDataDir } from './platform/config/paths.js';
import { announce } from './platform/lifecycle/announce.js';
import { checkDatabase } from './platform/lifecycle/database/check-database.js';
import { Shutdown } from './platform/lifecycle/shutdown.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { StartupSummary } from './platform/lifecycle/startup-summary.js';
import { ownDataDir, startOwnDatabase } from './platform/lifecycle/database/own-database.js';
import { isAdvice, listenError, StartupError } from './platform/lifecycle/startup-error.js';
import { withMigrationNotice } from './platform/lifecycle/migration-notice-server.js';
import { createLog } from './platform/logging/create-log.js';
import type { Log } from './platform/logging/log.js';
import { startTracing } from './platform/tracing/start-tracing.js';

const CUT_INTERVAL_MS = 500;
const NO_DEMO =
  'The demo signs people in with a password that everybody knows, so it is not for NODE_ENV=production. ' +
  'Start without --demo, or run the demo in development.';

interface Program {
  config: Config;
  log: Log;
  shutdown: Shutdown;
  isDemo: boolean;
}

/**
 * Starts the program: configuration, database, migrations, application, in this order, and everything is undone when
 * one of them fails.
 *
 * @throws ConfigProblems or StartupError where whoever started it can help
 */
export async function start({ isDemo = false } = {}): Promise<void> {
  const config = configure();
  if (isDemo && config.isProduction) throw new StartupError(NO_DEMO);
  const log = createLog(config);
  const shutdown = new Shutdown(log, config.shutdownGraceSeconds * 1_000);
  shutdown.listen();
  try {
    await run({ config, log, shutdown, isDemo });
  } catch (error) {
    if (shutdown.hasBegun) return;
    await shutdown.close();
    if (!isAdvice(error)) log.fatal('The program could not start', error);
    log.flush();
    throw error;
  }
}

function configure(): Config {
  const env = readEnvironment();
  return readConfig(env, { dataDir: env.DATABASE_URL ? defaultDataDir() : ownDataDir() });
}

/** Loading what comes next takes about as long as starting the database, so both happen at once. */
async function run(program: Program): Promise<void> {
  const { config: given, log, shutdown } = program;
  given.warnings.forEach((warning) => log.warn(warning));
  shutdown.closes(await startTracing(given, (line) => log.warn(line)));
  const [config, { migrate }, { createApp }] = await Promise.all([
    withDatabase(given, log, shutdown),
    import('./platform/database/schema/migrate.js'),
    import('./app.js'),
  ]);
  if (shutdown.hasBegun) return;
  const migrating = migrate(config.databaseDirectUrl, (line) => log.info(line));
  // Another server may have it wait for its turn; our own is not taken away under it.
  if (given.isEmbedded) shutdown.closes(() => settled(migrating));
  const applied = await withMigrationNotice(config, migrating);
  if (applied.length > 0) log.info(`Applied ${applied.length} migrations`, { newest: applied.at(-1) });
  if (shutdown.hasBegun) return;
  await arrive({ ...program, config }, createApp(config, log));
}

/** A start that has begun comes to its end before it is undone: what is taken away under it would only cause noise. */
async function arrive(program: Program, creating: Promise<NestExpressApplication>): Promise<void> {
  const { config, log, shutdown } = program;
  const serving = creating.then((app) => serve(app, program));
  shutdown.closes(async () => {
    await settled(serving);
    const app = await creating.catch(() => undefined);
    if (app) await closeApp(app, config);
  });
  const port = await serving;
  if (!shutdown.hasBegun) announce(config, log, port, (await creating).get(StartupSummary).lines);
}

async function settled(work: Promise<unknown>): Promise<void> {
  await Promise.allSettled([work]);
}

async function serve(app: NestExpressApplication, { config, isDemo }: Program): Promise<number> {
  if (isDemo) await seed(app);
  await listen(app, config);
  return (app.getHttpServer().address() as AddressInfo).port;
}

async function seed(app: NestExpressApplication): Promise<void> {
  const [{ seedDemo }] = await Promise.all([import('./demo/demo.js'), app.init()]);
  await seedDemo(app);
}

async function withDatabase(config: Config, log: Log, shutdown: Shutdown): Promise<Config> {
  if (!config.isEmbedded) {
    await checkDatabase(config, (line) => log.warn(line));
    return config;
  }
  const starting = startOwnDatabase(config.dataDir, (line) => log.info(line));
  shutdown.closes(() =>
    starting.then(
      (database) => database.stop(),
      () => undefined,
    ),
  );
  return config.withDatabase((await starting).url);
}

/**
 * New requests are refused, running ones get their grace period, and only then are connections closed. Sockets get the
 * reason while the application closes; idle connections that do not close by themselves are closed shortly after.
 */
async function closeApp(app: NestExpressApplication, { shutdownGraceSeconds }: Config): Promise<void> {
  const cut = () => app.getHttpServer().closeAllConnections();
  const isIdle = await app.get(Lifecycle).stop(shutdownGraceSeconds * 1_000);
  if (!isIdle) cut();
  const cutting = setInterval(cut, CUT_INTERVAL_MS);
  await app.close().finally(() => clearInterval(cutting));
}

async function listen(app: NestExpressApplication, { host, port }: Config): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, { host, port });
  }
}
