// Nest as its documentation shows it: repositories, passport-jwt, guards, pipes with class-validator, interceptors.
import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { EnvelopeFilter } from './envelope.filter.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true, errorHttpStatusCode: 422 }));
app.useGlobalInterceptors(new EnvelopeInterceptor());
app.useGlobalFilters(new EnvelopeFilter());
await app.listen(Number(process.env.PORT), '127.0.0.1');
