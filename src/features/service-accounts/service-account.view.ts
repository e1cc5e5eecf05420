import { PageOf } from '../../platform/input/list-query.js';
import type { User, UserKind } from '../users/user.entity.js';

/** An account that only programs use. */
export class ServiceAccountView {
  id!: number;
  /** Always `service`. */
  kind!: UserKind;
  display_name!: string;
  /** The names of its roles. */
  roles!: string[];
  /** `false` if the account is disabled: its tokens are refused. */
  is_active!: boolean;
  created_at!: Date;

  static of(this: void, account: User): ServiceAccountView {
    return {
      id: account.id,
      kind: account.kind,
      display_name: account.displayName,
      roles: account.roles,
      is_active: account.isActive,
      created_at: account.createdAt,
    };
  }
}

export class ServiceAccountPage extends PageOf(ServiceAccountView) {}
