import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessTokens } from '../../src/platform/access/authentication/access-tokens.js';
import { Database } from '../../src/platform/database/database.js';
import { PasswordHasher } from '../../src/platform/passwords/password-hasher.js';
import { checkAnswer } from './answers.js';
import { Client } from './client.js';

/** Everybody's password in the tests. */
export const PASSWORD = 'a long enough password of the tests';

/** Somebody with an account, signed in. */
export class Person extends Client {
  constructor(
    url: string,
    token: string,
    readonly id: number,
    readonly name: string,
    readonly email: string,
    readonly sessionId: number,
  ) {
    super(url, checkAnswer, token);
  }

  at(url: string): Person {
    return new Person(url, this.token as string, this.id, this.name, this.email, this.sessionId);
  }
}

const INSERT_USER = `
  INSERT INTO users (email, email_key, display_name, password_hash, email_confirmed_at) VALUES ($1, $1, $2, $3, now())
  RETURNING id`;
const GIVE_ROLES = `
  INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM roles WHERE name = ANY($2::text[])`;
const START_SESSION = `
  INSERT INTO sessions (user_id, ip, user_agent, expires_at)
  VALUES ($1, '127.0.0.1', 'tests', now() + interval '1 day') RETURNING id`;

let made = 0;
let hashOfPassword: Promise<string> | undefined;

/** Makes people straight in the database: signing up and in is what the tests of `auth` are about. */
export class People {
  constructor(
    private readonly nest: NestExpressApplication,
    private readonly url: string,
  ) {}

  async make(name: string, roles: readonly string[]): Promise<Person> {
    const db = this.nest.get(Database);
    hashOfPassword ??= this.nest.get(PasswordHasher, { strict: false }).hash(PASSWORD);
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${process.pid}.${++made}@example.com`;
    const [user] = await db.query<{ id: number }>(INSERT_USER, [email, name, await hashOfPassword]);
    const id = user?.id ?? 0;
    await db.execute(GIVE_ROLES, [id, roles]);
    const [session] = await db.query<{ id: number }>(START_SESSION, [id]);
    const sessionId = session?.id ?? 0;
    return new Person(this.url, this.nest.get(AccessTokens).sign(id, sessionId), id, name, email, sessionId);
  }
}
