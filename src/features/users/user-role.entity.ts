import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Role } from '../roles/role.entity.js';
import { User } from './user.entity.js';

/** One role of one person. A role that is in use can't be deleted. */
@Entity('user_roles')
@Index('user_roles_role_idx', ['roleId', 'userId'])
export class UserRole {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'user_roles_pkey' })
  userId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'user_roles_pkey' })
  roleId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_roles_user_fkey' })
  user!: Relation<User>;

  @ManyToOne(() => Role)
  @JoinColumn({ name: 'role_id', foreignKeyConstraintName: 'user_roles_role_fkey' })
  role!: Relation<Role>;
}
