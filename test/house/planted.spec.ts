import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  Get,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestInterceptor,
  type NestModule,
  Param,
  type PipeTransform,
  Post,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { NextFunction, Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { Public } from '../../src/platform/access/rules.js';
import { SOCKET_PATH } from '../../src/platform/realtime/protocol.js';
import { type TestApp, startApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { until } from '../support/until.js';

const ran: string[] = [];
/** In the order in which Nest promises them. */
const ALL = ['app.use', 'consumer', 'guard', 'interceptor before', 'pipe', 'handler', 'interceptor after'];

class Broken extends Error {}

@Injectable()
class PlantedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    ran.push('guard');
    const { headers } = context.switchToHttp().getRequest<Request>();
    if (headers['x-nest'] === 'forbidden') throw new ForbiddenException('not you');
    return headers['x-refuse'] === undefined;
  }
}

@Injectable()
class PlantedInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    ran.push('interceptor before');
    return next.handle().pipe(
      map((data) => {
        ran.push('interceptor after');
        return { ...data, intercepted: true };
      }),
    );
  }
}

@Injectable()
class PlantedPipe implements PipeTransform<string> {
  transform(value: string): string {
    ran.push('pipe');
    return value;
  }
}

@Catch(Broken)
class PlantedFilter implements ExceptionFilter {
  catch(_error: Broken, host: ArgumentsHost): void {
    ran.push('filter');
    host.switchToHttp().getResponse<Response>().status(418).json({ planted: true });
  }
}

@Controller('planted')
@UseGuards(PlantedGuard)
@UseFilters(PlantedFilter)
class PlantedController {
  @Get(':id')
  @Public()
  @UsePipes(PlantedPipe)
  @UseInterceptors(PlantedInterceptor)
  read(@Param('id') id: string): object {
    ran.push('handler');
    if (id === 'broken') throw new Broken();
    return { id };
  }

  @Post(':id')
  @Public()
  @UsePipes(PlantedPipe)
  @UseInterceptors(PlantedInterceptor)
  change(@Param('id') id: string): object {
    ran.push('handler');
    if (id === 'broken') throw new Broken();
    return { id };
  }
}

@WebSocketGateway({ path: SOCKET_PATH })
class PlantedGateway {
  @SubscribeMessage('planted')
  @Public()
  hear(@MessageBody() content: { id: number }): void {
    ran.push(`gateway ${content.id}`);
  }

  @SubscribeMessage('undeclared')
  overhear(): void {
    ran.push('undeclared');
  }
}

@Module({ controllers: [PlantedController], providers: [PlantedGateway] })
class PlantedModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((request: Request, _response: Response, next: NextFunction) => {
        ran.push('consumer');
        bodies.push(request.body);
        next();
      })
      .forRoutes(PlantedController);
  }
}

const bodies: unknown[] = [];
let app: TestApp;

beforeAll(async () => {
  app = await startApp({}, undefined, {
    features: [PlantedModule],
    middleware: [
      (_request: Request, _response: Response, next: NextFunction) => {
        ran.push('app.use');
        next();
      },
    ],
  });
});
afterAll(() => app?.stop());
beforeEach(() => {
  ran.length = 0;
  bodies.length = 0;
});

/** Not by the tests' client, which knows only routes of the description. */
async function call(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const answer = await fetch(`${app.url}${path}`, { method, headers, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('A feature that declares what Nest offers', () => {
  test.each([
    ['GET', '/planted/1', 200],
    ['GET', '/planted/%31', 200],
    ['POST', '/planted/1', 201],
    ['POST', '/planted/%31', 201],
  ])('SPEC-007.33: sees all of it run, %s %s', async (method, path, status) => {
    const answer = await call(method, path);
    expect(ran).toEqual(ALL);
    expect(answer).toEqual({ status, body: { data: { id: '1', intercepted: true }, error: null, meta: {} } });
  });

  test.each(['GET', 'POST'])('SPEC-007.33: has its own filter, and its guard refuses, %s', async (method) => {
    expect(await call(method, '/planted/broken')).toEqual({ status: 418, body: { planted: true } });
    expect(ran).toContain('filter');
    ran.length = 0;
    expect(await call(method, '/planted/1', { 'X-Refuse': 'yes' })).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    });
    expect(await call(method, '/planted/1', { 'X-Nest': 'forbidden' })).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden', message: 'not you' } },
    });
    expect(ran).not.toContain('handler');
  });

  test('SPEC-007.33: hears what a client says, by a gateway of its own', async () => {
    const client = await LiveClient.of(await app.person('Ann'));
    const refusals = jest.spyOn(console, 'error').mockImplementation();
    client.socket.emit('undeclared', {});
    client.socket.emit('planted', { id: 7 });
    await until(() => ran.includes('gateway 7') && refusals.mock.calls.length > 0);
    refusals.mockRestore();
    expect(ran).not.toContain('undeclared');
  });

  test('SPEC-007.33: finds the parsed body in a middleware', async () => {
    await call('POST', '/planted/1', { 'Content-Type': 'application/json' }, '{"name":"x"}');
    expect(bodies).toEqual([{ name: 'x' }]);
  });

  test('SPEC-007.33: finds the work of the platform done for its writes', async () => {
    const answer = await call('POST', '/planted/1', { 'Content-Type': 'application/json' }, '{"name":');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'malformed_json' } } });
    expect(ran).not.toContain('handler');
  });
});
