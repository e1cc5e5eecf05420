import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { match } from 'path-to-regexp';
import type { AccessRule } from '../access/access-rule.js';
import { ruleOf } from '../access/rules.js';

type Class = abstract new (...args: never[]) => unknown;

export interface Route {
  method: string;
  path: string;
  /** `TaskController.update`, for people who look for the code. */
  handler: string;
  rule: AccessRule | undefined;
  /** What carries the declarations: the method, its class, and the module that the class belongs to. */
  callback: object;
  controller: Class;
  module: Class;
}

/** Paths are compared to the letter, as Express is told to. */
const AS_EXPRESS = { sensitive: true, trailing: false };

/** Every route of the program with its access rule, read from the same declarations as the guard. */
@Injectable()
export class Routes implements OnApplicationBootstrap {
  private routes: Route[] = [];
  private matchers: { method: string; matches: (path: string) => unknown }[] = [];

  constructor(private readonly modules: ModulesContainer) {}

  onApplicationBootstrap(): void {
    this.routes = readRoutes(this.modules);
    this.matchers = this.routes.map(({ method, path }) => ({ method, matches: match(path, AS_EXPRESS) }));
  }

  all(): readonly Route[] {
    return this.routes;
  }

  /** The methods of a path, each once; none for an unknown path. */
  methodsOf(path: string): string[] {
    const methods = this.matchers.filter(({ matches }) => matches(path)).map(({ method }) => method);
    // What serves GET also serves HEAD (RFC 9110 §9.3.2).
    return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  }
}

/** By path, then by method. Reads declarations only: it works on a program that was never started. */
export function readRoutes(modules: ModulesContainer): Route[] {
  return new DiscoveryService(modules)
    .getControllers()
    .flatMap(({ metatype, host }) => routesOf(metatype as Class, host?.metatype as Class))
    .filter(({ path }) => !path.includes('*'))
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

/** Not `localeCompare`: the order is committed, and must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function routesOf(controller: Class, module: Class): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const callback = prototype[name] as object;
    const method = Reflect.getMetadata(METHOD_METADATA, callback) as RequestMethod | undefined;
    if (method === undefined) return [];
    const paths = [Reflect.getMetadata(PATH_METADATA, callback) as string | string[]].flat();
    const declared = { handler: `${controller.name}.${name}`, rule: ruleOf(callback), callback, controller, module };
    return paths.map((path) => ({ method: RequestMethod[method], path: join(base, path), ...declared }));
  });
}

function join(...parts: string[]): string {
  return `/${parts
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}
