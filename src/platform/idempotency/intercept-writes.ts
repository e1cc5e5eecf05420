import { type DynamicModule, type ForwardReference, RequestMethod, type Type } from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA, MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { WriteInterceptor } from './write.interceptor.js';

type ModuleLike = Type | DynamicModule | Promise<DynamicModule> | ForwardReference;

const READS = [RequestMethod.GET, RequestMethod.HEAD];

/**
 * Appends `WriteInterceptor` to the interceptors of every changing handler of a module and its imports, as
 * `@UseInterceptors` would. A global interceptor would do the same, but its observables would cost each read 5 %. Call
 * it before Nest reads the module.
 */
export function interceptWrites(module: ModuleLike, seen = new Set<unknown>()): void {
  if (seen.has(module) || module instanceof Promise || 'forwardRef' in module) return;
  seen.add(module);
  const dynamic: Partial<DynamicModule> = 'module' in module ? module : {};
  const metatype = (dynamic.module ?? module) as Type;
  const listed = <T>(key: string): T[] => (Reflect.getMetadata(key, metatype) as T[] | undefined) ?? [];
  const controllers = [...(dynamic.controllers ?? []), ...listed<Type>(MODULE_METADATA.CONTROLLERS)];
  controllers.forEach(interceptController);
  const imports = [...(dynamic.imports ?? []), ...listed<ModuleLike>(MODULE_METADATA.IMPORTS)];
  imports.forEach((imported) => interceptWrites(imported, seen));
}

function interceptController(controller: Type<object>): void {
  const prototype = controller.prototype as Record<string, object>;
  for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
    const handler = prototype[name] as object;
    if (isWrite(handler)) append(handler);
  }
}

/** A route for every path only answers 404 and 405. */
function isWrite(handler: object): boolean {
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined || READS.includes(method)) return false;
  return !String(Reflect.getMetadata(PATH_METADATA, handler)).includes('*');
}

/** Applied once, even if several applications run in one process. */
function append(handler: object): void {
  const own = (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) as unknown[] | undefined) ?? [];
  if (own.includes(WriteInterceptor)) return;
  Reflect.defineMetadata(INTERCEPTORS_METADATA, [...own, WriteInterceptor], handler);
}
