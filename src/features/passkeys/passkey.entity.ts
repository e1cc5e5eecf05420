import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { User } from '../users/user.entity.js';

/** The most passkeys that an account can have. */
export const MAX_PASSKEYS = 20;

/** The public half of a key with which a person signs in; the private half never leaves their authenticator. */
@Entity('passkeys')
@Unique('passkeys_credential_key', ['credentialId'])
@Index('passkeys_user_idx', ['userId', 'id'])
export class Passkey {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'passkeys_pkey',
  })
  id!: number;

  @Column('bigint')
  userId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'passkeys_user_fkey' })
  user!: Relation<User>;

  @Column('text')
  name!: string;

  /** By which the authenticator knows the key. */
  @Column('bytea')
  credentialId!: Buffer;

  /** A COSE key (RFC 9052). */
  @Column('bytea')
  publicKey!: Buffer;

  /** How often the authenticator has signed, or 0 where it doesn't count. */
  @Column('bigint')
  counter!: number;

  /** How browsers reach the authenticator, such as `usb` or `internal`. */
  @Column('text', { array: true, default: [] })
  transports!: string[];

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
