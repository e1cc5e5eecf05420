import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { AccessRule } from './access-rule.js';
import { isDeclared } from '../request/permissions.js';
import { isHidden, relationsNeeded } from './policy.js';
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
        const fault = rule && faultOf(rule);
        if (fault) throw new Error(`${metatype?.name}.${method} ${fault}`);
      }
    }
  }
}

function faultOf(rule: AccessRule): string | undefined {
  if (rule.kind === 'signed_in' && rule.of !== undefined && !isHidden(rule.of))
    return `is about one's own "${rule.of}", whose policy is not hidden.`;
  if (rule.kind !== 'permission') return undefined;
  const { permission, of } = rule;
  const needs = `needs the permission "${permission}"`;
  if (!isDeclared(permission)) return `${needs}, which no feature declares.`;
  if (of === undefined || relationsNeeded(of, permission)) return undefined;
  return `${needs}, but the policy of "${of}" does not say whom it needs.`;
}
