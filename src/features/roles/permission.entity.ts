import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Permission } from '../../platform/request/permissions.js';

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
