import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { type AppOptions, createApp } from '../../src/app.js';
import { readConfig } from '../../src/platform/config/config.js';
import { packageRoot } from '../../src/platform/config/paths.js';
import { Database } from '../../src/platform/database/database.js';
import { Dispatcher } from '../../src/features/sending/dispatcher.js';
import { Courier } from '../../src/platform/events/courier.js';
import { Subscriptions } from '../../src/platform/events/subscriptions.js';
import { checkAnswer } from './answers.js';
import { Client } from './client.js';
import { cloneDatabase } from './databases.js';
import { type Person, People } from './people.js';
import { silence } from './silence.js';

type Environment = Record<string, string>;

/** Keys are made once and kept: a 3072-bit key takes half a second. */
const KEYS = join(packageRoot(), 'node_modules/.cache/test-keys');

const STANDARD: Environment = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  BCRYPT_COST: '10',
  RATE_LIMIT_REQUESTS: '100000',
  LOGIN_FAILURES_PER_MINUTE: '1000',
  INTERNAL_API_KEYS: 'test-internal-key-0123456789abcdef',
  ADMIN_EMAIL: 'admin@fasttrack.local',
  ADMIN_PASSWORD: 'the first administrator of the tests',
};

/** On a busy machine, to connect or to have a connection of the pool takes longer than the program would wait. */
const { initialize } = DataSource.prototype;
DataSource.prototype.initialize = function (this: DataSource) {
  Object.assign(this.options, { connectTimeoutMS: 60_000 });
  return initialize.call(this);
};

/** One running instance, on a port of its own. */
export class TestApp {
  readonly http: Client;
  private readonly people: People;

  constructor(
    private readonly nest: NestExpressApplication,
    readonly url: string,
    readonly databaseUrl: string,
    private readonly cleanUp: () => Promise<void>,
    /** All that run on this database. */
    readonly instances: Set<TestApp>,
  ) {
    instances.add(this);
    this.http = new Client(url, checkAnswer);
    this.people = new People(nest, url);
  }

  get database(): Database {
    return this.get(Database);
  }

  /** A provider of the program: to look inside, or to cause what no request can. */
  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.nest.get(type as never, { strict: false });
  }

  /** Somebody new with these roles, signed in. */
  person(name: string, roles: readonly string[] = ['user']): Promise<Person> {
    return this.people.make(name, roles);
  }

  admin(name = 'Ada Min'): Promise<Person> {
    return this.people.make(name, ['user', 'admin']);
  }

  /** The same person as seen by this instance: for tests with two. */
  as(person: Person): Person {
    return person.at(this.url);
  }

  /** Resolves when every event so far has reached its subscribers, whichever instance has taken it. */
  async idle(): Promise<void> {
    await Promise.all([...this.instances].map((one) => one.get(Courier).idle()));
  }

  /** For tests of what is asked or stored: nothing is done by the clock any more, and nothing is sent to webhooks. */
  async quieten(): Promise<void> {
    this.get(Subscriptions).schedules.length = 0;
    await this.get(Dispatcher).beforeApplicationShutdown();
  }

  async stop(): Promise<void> {
    this.instances.delete(this);
    await this.nest.close();
    await this.cleanUp();
  }
}

/** Starts the program on a fresh clone of the migrated database; `env` is laid over the tests' standard. */
export async function startApp(
  env: Environment = {},
  logger: LoggerService = silence,
  options: AppOptions = {},
): Promise<TestApp> {
  const { url, drop } = await cloneDatabase();
  return start(url, env, { cleanUp: drop, instances: new Set(), logger, ...options });
}

/** A second instance on the database of the first. Stop it before the first. */
export async function startBeside(first: TestApp, env: Environment = {}): Promise<TestApp> {
  const { databaseUrl, instances } = first;
  return start(databaseUrl, env, { cleanUp: () => Promise.resolve(), instances, logger: silence });
}

interface Surroundings {
  cleanUp: () => Promise<void>;
  instances: Set<TestApp>;
  logger: LoggerService;
}

async function start(
  databaseUrl: string,
  env: Environment,
  { cleanUp, instances, logger, ...options }: AppOptions & Surroundings,
): Promise<TestApp> {
  const config = readConfig({ ...STANDARD, DATABASE_URL: databaseUrl, ...env }, { dataDir: KEYS });
  const nest = await createApp(config, logger, options);
  try {
    await nest.listen(0, '127.0.0.1');
  } catch (error) {
    // What began before the start failed would go on, and reconnect in the middle of another test.
    await nest.close().catch(() => undefined);
    await cleanUp();
    throw error;
  }
  return new TestApp(nest, await nest.getUrl(), databaseUrl, cleanUp, instances);
}
