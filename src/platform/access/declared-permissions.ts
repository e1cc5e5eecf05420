import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { isDeclared, type Permission } from '../request/permissions.js';
import { relationsNeeded } from './policy.js';
import { ruleOf } from './rules.js';

/** Nobody could ever be let in by a permission that no role can hold, or that no policy knows. */
@Injectable()
export class DeclaredPermissions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error where no feature has declared the permission of a route, or no policy says whom it needs */
  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      const prototype = metatype?.prototype as Record<string, object> | undefined;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const rule = ruleOf(prototype[method] as object);
        const fault = rule?.kind === 'permission' && faultOf(rule);
        if (fault) throw new Error(`${metatype?.name}.${method} needs the permission "${rule.permission}", ${fault}`);
      }
    }
  }
}

function faultOf({ permission, of }: { permission: Permission; of?: string }): string | undefined {
  if (!isDeclared(permission)) return 'which no feature declares.';
  if (of === undefined || relationsNeeded(of, permission)) return undefined;
  return `but the policy of "${of}" does not say whom it needs.`;
}
