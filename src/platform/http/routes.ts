import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { match } from 'path-to-regexp';
import { type AccessRule, ruleOf } from '../access/rules.js';

export interface Route {
  method: string;
  path: string;
  /** `TaskController.update`, for people who look for the code. */
  handler: string;
  rule: AccessRule | undefined;
}

/** Every route of the program with what it demands: read from the same declarations that the guard obeys. */
@Injectable()
export class Routes implements OnApplicationBootstrap {
  private routes: Route[] = [];
  private matchers: { method: string; matches: (path: string) => unknown }[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    this.routes = this.discovery
      .getControllers()
      .flatMap(({ instance }) => this.routesOf(instance as object))
      .filter(({ path }) => !path.includes('*'))
      .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
    this.matchers = this.routes.map(({ method, path }) => ({ method, matches: match(path) }));
  }

  all(): readonly Route[] {
    return this.routes;
  }

  /** The methods that a path answers to; none for a path that nobody serves. */
  methodsOf(path: string): string[] {
    return this.matchers.filter(({ matches }) => matches(path)).map(({ method }) => method);
  }

  private routesOf(controller: object): Route[] {
    const prototype = Object.getPrototypeOf(controller) as Record<string, object>;
    const base = Reflect.getMetadata(PATH_METADATA, controller.constructor) as string;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
      const title = `${controller.constructor.name}.${name}`;
      return paths.map((path) => ({
        method: RequestMethod[method],
        path: join(base, path),
        handler: title,
        rule: ruleOf(handler),
      }));
    });
  }
}

function join(...parts: string[]): string {
  return `/${parts
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}
