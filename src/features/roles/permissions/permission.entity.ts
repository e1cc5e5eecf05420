import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Permission } from '../../../platform/request/permissions.js';

/** The names of the permissions that a person's roles give them, as an array. */
export const permissionsOf = (person: string) => `
  ARRAY(
    SELECT n.name FROM user_roles h JOIN role_permissions g ON g.role_id = h.role_id
    JOIN permissions n ON n.id = g.permission_id WHERE h.user_id = ${person}
  )`;

/** Whether a person's roles give them this permission, as a condition. */
export const holds = (person: string, permission: Permission) => `
  EXISTS (
    SELECT FROM user_roles h JOIN role_permissions g ON g.role_id = h.role_id
    JOIN permissions n ON n.id = g.permission_id WHERE h.user_id = ${person} AND n.name = '${permission}'
  )`;

/** A permission as a row, so that roles can point to it. Its name is known to the code, never made by people. */
@Entity('permissions')
@Unique('permissions_name_key', ['name'])
export class ListedPermission {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'permissions_pkey',
  })
  id!: number;

  @Column('text')
  name!: Permission;

  @Column('text')
  description!: string;
}
