import 'reflect-metadata';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { LoggerService, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';
import { AppModule } from './app.module.js';
import { serveBoard } from './platform/board/board.js';
import type { Config } from './platform/config/config.js';
import { Metrics } from './platform/health/metrics.js';
import { BODY_BOUNDS, type BodyBounds, bodyReader } from './platform/limits/body-reader.js';
import { believeAddresses } from './platform/request/caller-address.js';
import { readRoutes } from './platform/documents/routes.js';
import { streamedOf } from './platform/input/bodies/streamed-body.js';
import { answerClientErrors } from './platform/http/errors/client-errors.js';
import { corsFor } from './platform/http/headers/cors.js';
import { Origins } from './platform/http/headers/origins.js';
import { EnvelopeAdapter } from './platform/http/envelope.adapter.js';
import { requestContext } from './platform/request/request-context.js';
import { traceOn, traceRequests } from './platform/request/request-trace.js';
import { logRequests } from './platform/request/request-log.js';
import { headersFor, securityHeaders } from './platform/http/headers/security-headers.js';
import { refuseMalformedTarget } from './platform/request/target.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { CallerIdentity } from './platform/limits/caller-identity.js';
import { interceptWrites } from './platform/idempotency/intercept-writes.js';
import { SocketAdapter } from './platform/realtime/sockets/socket-adapter.js';

/** Options for tests. */
export interface AppOptions {
  bodies?: Partial<BodyBounds>;
  /** Additional features. */
  features?: Type[];
  middleware?: RequestHandler[];
}

/** The application, not yet listening: the program and the tests build it the same way. */
export async function createApp(
  config: Config,
  logger: LoggerService,
  { bodies, features = [], middleware = [] }: AppOptions = {},
): Promise<NestExpressApplication> {
  const module = AppModule.with(config, features);
  interceptWrites(module);
  const app = await NestFactory.create<NestExpressApplication>(module, new EnvelopeAdapter(), {
    logger,
    bodyParser: false,
    abortOnError: false,
    routeResolutionStrategy: 'specificity',
  });
  app.set('trust proxy', config.trustProxy);
  believeAddresses(app.getHttpAdapter().getInstance());
  useMiddleware(app, config, logger);
  const streamedAs = streamedOf(readRoutes(app.get(ModulesContainer)));
  app.use(bodyReader(app.get(CallerIdentity), streamedAs, { ...BODY_BOUNDS, ...bodies }), traceOn);
  middleware.forEach((handler) => app.use(handler));
  app.getHttpServer().on('clientError', answerClientErrors(headersFor(config)));
  app.useWebSocketAdapter(new SocketAdapter(app, config));
  return app;
}

/** This order, before everything in Nest: a request refused by admission control has the headers but no log line. */
function useMiddleware(app: NestExpressApplication, config: Config, logger: LoggerService): void {
  const metrics = app.get(Metrics);
  app.use(requestContext, traceRequests, securityHeaders(config));
  if (!config.isProduction) app.use(app.get(Origins).watch);
  if (config.corsOrigins.length > 0) app.enableCors(corsFor(config.corsOrigins));
  app.use(
    app.get(Lifecycle).admit,
    logRequests(logger, (...request) => metrics.observe(...request)),
    refuseMalformedTarget,
  );
  serveBoard(app, config);
}
