import { generateKeyPairSync } from 'node:crypto';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { All, type CanActivate, Controller, Get, Global, Injectable, Module, Post } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Request } from 'express';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Config, readConfig } from '../../src/platform/config/config.js';
import { errors } from '../../src/platform/errors/errors.js';
import { EnvelopeAdapter } from '../../src/platform/http/envelope.adapter.js';
import { ErrorFilter } from '../../src/platform/http/errors/error.filter.js';
import { FailureObserver } from '../../src/platform/http/errors/failure-observer.js';
import { requestContext } from '../../src/platform/request/request-context.js';
import { CallerIdentity } from '../../src/platform/limits/caller-identity.js';
import { LimitsModule } from '../../src/platform/limits/limits.module.js';
import { Unlimited } from '../../src/platform/limits/unlimited.js';
import type { RedisServer } from './redis-server.js';

@Unlimited()
@Controller('health')
class HealthController {
  @Get('live')
  live(): string {
    return 'alive';
  }
}

@Controller()
class ThingsController {
  @Get('things')
  list(): string[] {
    return [];
  }

  @Post('things')
  create(): null {
    return null;
  }

  @Get('closed')
  closed(): null {
    return null;
  }

  @Unlimited()
  @Get('keys')
  keys(): string[] {
    return [];
  }

  @All('*path')
  unknown(): never {
    throw errors.notFound();
  }
}

/** Genuine are the tokens that say so; what makes a token genuine is the business of access. */
@Injectable()
class HonestTokens extends CallerIdentity {
  keyOf(request: Request): string | null {
    const [, id] = /^Bearer genuine-(\d+)$/.exec(request.headers.authorization ?? '') ?? [];
    return id === undefined ? null : `user:${id}`;
  }
}

class ClosedDoor implements CanActivate {
  canActivate(context: { switchToHttp(): { getRequest(): Request } }): boolean {
    if (context.switchToHttp().getRequest().path === '/closed')
      throw errors.forbidden({ field: 'permission', code: 'missing', message: 'Nobody may.' });
    return true;
  }
}

@Global()
@Module({
  providers: [
    { provide: CallerIdentity, useClass: HonestTokens },
    { provide: APP_GUARD, useClass: ClosedDoor },
  ],
  exports: [CallerIdentity],
})
class DoorModule {}

/** Here is no database to write refusals into. */
class NoObserver extends FailureObserver {
  isConcerned(): boolean {
    return false;
  }

  observe(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({
  controllers: [HealthController, ThingsController],
  providers: [{ provide: APP_FILTER, useValue: new ErrorFilter(new NoObserver()) }],
})
class ThingsModule {}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
}

/** With both of them given, reading the configuration writes no files. */
const SECRETS = {
  JWT_PRIVATE_KEY: generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }),
  SECRET_KEY: 'a secret of the tests, as long as it must be',
} as Record<string, string>;

const running: NestExpressApplication[] = [];

export async function stopAll(): Promise<void> {
  for (const app of running.splice(0)) await app.close();
}

/** The limits with a few routes behind them: an application as the program builds it, less what they don't touch. */
export async function start(
  env: Record<string, string>,
  redis?: RedisServer,
): Promise<(asked?: Asked) => Promise<Answer>> {
  const config = new Config({ ...readConfig({ ...SECRETS, ...env }), redisUrl: redis?.url ?? null });
  const imports = [ConfigModule.with(config), LimitsModule, DoorModule, ThingsModule];
  const built = await Test.createTestingModule({ imports }).compile();
  const app = built.createNestApplication<NestExpressApplication>(new EnvelopeAdapter(), { bodyParser: false });
  app.use(requestContext);
  app.set('trust proxy', config.trustProxy);
  running.push(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return (asked = {}) => ask(port, asked);
}

/** Not `fetch`, which tidies paths before it sends them. */
function ask(port: number, { method = 'GET', path = '/things', headers = {} }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false };
    const sent = send(options, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}
