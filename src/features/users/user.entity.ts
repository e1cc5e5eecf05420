import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';

/** Part of an UPDATE of a user: invalidates all their links, also one that is being created or used at this moment. */
export const END_LINKS = 'link_epoch = link_epoch + 1';

/** A person, or a service account. */
export const USER_KINDS = ['person', 'service'] as const;
export type UserKind = (typeof USER_KINDS)[number];

/** What administrators may change of a person. */
export type UserState = Pick<User, 'displayName' | 'isActive' | 'passwordMustChange' | 'roles'>;

/** What people change of themselves. */
export type Profile = Pick<User, 'displayName' | 'timeZone'>;

/** A user: a person with an account, or a service account, which has no address and no password. */
@Entity('users')
@Check('users_kind_check', `kind IN ('person', 'service')`)
@Check('users_address_check', `(kind = 'service') = (email IS NULL) AND (email IS NULL) = (email_key IS NULL)`)
@Unique('users_email_key', ['emailKey'])
@Index('users_disabled_idx', ['id'], { where: 'NOT is_active' })
@Index('users_services_idx', ['id'], { where: `kind = 'service'` })
@Index('users_time_zone_idx', ['timeZone', 'id'], { where: 'is_active' })
export class User {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'users_pkey',
  })
  id!: number;

  /** As it was typed, its domain in ASCII. Null for a service account. */
  @Column('text', { nullable: true })
  email!: string | null;

  /** The normalised address, by which addresses are compared. */
  @Column('text', { nullable: true })
  emailKey!: string | null;

  /** When the address was confirmed. Until then, the user gets no mails that others cause. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  emailConfirmedAt!: Date | null;

  @Column('text')
  displayName!: string;

  @Column('text', { default: 'person' })
  kind!: UserKind;
  /** An IANA name: which day it is for this person. */
  @Column('text', { default: 'UTC' })
  timeZone!: string;

  /** One that no password has (`PasswordHasher.unusable`) where there is no password. */
  @Column('text')
  passwordHash!: string;

  @Column('boolean', { default: true })
  isActive!: boolean;

  @Column('boolean', { default: false })
  passwordMustChange!: boolean;

  @Column('boolean', { default: false })
  totpEnabled!: boolean;

  /** A link is valid only if it has this epoch (`END_LINKS`). */
  @Column('bigint', { default: 0 })
  linkEpoch!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastLoginAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** The names of the roles, from `user_roles`, oldest role first. */
  roles!: string[];

  /** The address of a person. */
  get address(): string {
    if (this.email === null) throw new Error(`The service account ${this.id} has no address.`);
    return this.email;
  }

  /** A copy of the user with these changes. */
  with({
    displayName = this.displayName,
    isActive = this.isActive,
    passwordMustChange = this.passwordMustChange,
    roles = this.roles,
  }: Partial<UserState>): UserState {
    return { displayName, isActive, passwordMustChange, roles };
  }
}
