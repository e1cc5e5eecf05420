import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { isDeclared } from '../request/permissions.js';
import { ruleOf } from './rules.js';

/** Nobody could ever be let in by a permission that no role can hold. */
@Injectable()
export class DeclaredPermissions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error where a route names a permission that no feature has declared */
  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      const prototype = metatype?.prototype as Record<string, object> | undefined;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const rule = ruleOf(prototype[method] as object);
        if (rule?.kind !== 'permission' || isDeclared(rule.permission)) continue;
        const where = `${metatype?.name}.${method}`;
        throw new Error(`${where} needs the permission "${String(rule.permission)}", which no feature declares.`);
      }
    }
  }
}
