import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from './jwt.strategy.js';

const PERMISSION = 'permission';

export const Requires = (permission: string) => SetMetadata(PERMISSION, permission);

@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const permission = this.reflector.get<string>(PERMISSION, context.getHandler());
    const { user } = context.switchToHttp().getRequest<{ user: Caller }>();
    return user.permissions.has(permission);
  }
}
