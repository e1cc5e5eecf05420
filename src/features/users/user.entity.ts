import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique, UpdateDateColumn } from 'typeorm';

/** By which addresses are compared: without case, and however their letters are composed. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

/** What administrators may change of a person. */
export type UserState = Pick<User, 'displayName' | 'isActive' | 'passwordMustChange' | 'roles'>;

/** Somebody with an account. */
@Entity('users')
@Unique('users_email_key', ['emailKey'])
@Index('users_disabled_idx', ['id'], { where: 'NOT is_active' })
export class User {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'users_pkey',
  })
  id!: number;

  /** As it was typed. */
  @Column('text')
  email!: string;

  @Column('text')
  emailKey!: string;

  /** Null until somebody who reads its mail has said that it is theirs. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  emailConfirmedAt!: Date | null;

  @Column('text')
  displayName!: string;

  @Column('text')
  passwordHash!: string;

  @Column('boolean', { default: true })
  isActive!: boolean;

  @Column('boolean', { default: false })
  passwordMustChange!: boolean;

  @Column('boolean', { default: false })
  totpEnabled!: boolean;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastLoginAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Their names, from `user_roles`, the oldest role first. */
  roles!: string[];

  /** How the person would be with these changes. */
  with({
    displayName = this.displayName,
    isActive = this.isActive,
    passwordMustChange = this.passwordMustChange,
    roles = this.roles,
  }: Partial<UserState>): UserState {
    return { displayName, isActive, passwordMustChange, roles };
  }
}
