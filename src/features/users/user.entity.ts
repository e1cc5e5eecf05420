import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique, UpdateDateColumn } from 'typeorm';

/** In an UPDATE of a person: every open link of theirs is dead, also one that is being made or used at this moment. */
export const END_LINKS = 'link_epoch = link_epoch + 1';

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

  /** As it was typed, its domain in ASCII. */
  @Column('text')
  email!: string;

  /** By which it is compared. */
  @Column('text')
  emailKey!: string;

  /** When somebody showed that they read its mail; before that, they get no mails that others cause. */
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

  /** A link by mail is good while it is of this epoch (`END_LINKS`). */
  @Column('bigint', { default: 0 })
  linkEpoch!: number;

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
