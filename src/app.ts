import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { LoggerService } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/config.js';
import { Metrics } from './platform/health/metrics.js';
import { believeAddresses } from './platform/http/caller-address.js';
import { cors } from './platform/http/cors.js';
import { EnvelopeAdapter } from './platform/http/envelope.adapter.js';
import { requestContext } from './platform/http/request-context.js';
import { logRequests } from './platform/http/request-log.js';
import { securityHeaders } from './platform/http/security-headers.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { interceptWrites } from './platform/safewrites/write.interceptor.js';
import { SocketAdapter } from './platform/realtime/socket-adapter.js';

/** The application, not yet listening: the program and the tests build it the same way. */
export async function createApp(config: Config, logger: LoggerService): Promise<NestExpressApplication> {
  const adapter = new EnvelopeAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config), adapter, {
    logger,
    bodyParser: false,
    abortOnError: false,
    routeResolutionStrategy: 'specificity',
  });
  app.set('trust proxy', config.trustProxy);
  believeAddresses(adapter.getInstance());
  const metrics = app.get(Metrics);
  adapter.steps = [
    requestContext,
    securityHeaders(config),
    ...(config.corsOrigins.length > 0 ? [cors(config.corsOrigins)] : []),
    app.get(Lifecycle).admit,
    logRequests(logger, (...request) => metrics.observe(...request)),
  ];
  interceptWrites(app);
  app.useWebSocketAdapter(new SocketAdapter(app, config));
  return app;
}
