import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Permission } from '../../platform/request/permissions.js';
import { roleErrors } from './role.errors.js';

export type RoleChanges = Partial<Pick<Role, 'name' | 'description' | 'permissions'>>;

/** A role: a named set of permissions. */
@Entity('roles')
@Unique('roles_name_key', ['name'])
export class Role {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'roles_pkey',
  })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text', { default: '' })
  description!: string;

  /** A protected role can't be changed or deleted: administrators hold it. */
  @Column('boolean', { default: false })
  isProtected!: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** From `role_permissions`, in the order of the permissions. */
  permissions!: Permission[];

  differsFrom({ name = this.name, description = this.description, permissions }: RoleChanges): boolean {
    const isSame = name === this.name && description === this.description;
    return !isSame || !areSame(permissions ?? this.permissions, this.permissions);
  }

  /** @throws AppError `role_protected` */
  change({ name = this.name, description = this.description, permissions = this.permissions }: RoleChanges): void {
    this.requireUnprotected();
    Object.assign(this, { name, description, permissions });
  }

  /** @throws AppError `role_protected` */
  requireUnprotected(): void {
    if (this.isProtected) throw roleErrors.isProtected();
  }
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}
