import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ListedPermission } from './permission.entity.js';
import { Role } from '../role.entity.js';

/** One permission of one role. */
@Entity('role_permissions')
@Index('role_permissions_permission_idx', ['permissionId'])
export class RolePermission {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'role_permissions_pkey' })
  roleId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'role_permissions_pkey' })
  permissionId!: number;

  @ManyToOne(() => Role, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'role_id', foreignKeyConstraintName: 'role_permissions_role_fkey' })
  role!: Relation<Role>;

  @ManyToOne(() => ListedPermission, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'permission_id', foreignKeyConstraintName: 'role_permissions_permission_fkey' })
  permission!: Relation<ListedPermission>;
}
