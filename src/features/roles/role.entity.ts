import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Permission } from '../../platform/access/permissions.js';

/** What people can be: a name for a set of permissions. */
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

  /** Nobody changes or deletes it: it is what administrators hold. */
  @Column('boolean', { default: false })
  isProtected!: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** From `role_permissions`, in the order of the permissions. */
  permissions!: Permission[];
}
