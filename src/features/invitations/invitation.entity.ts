import {
  Check,
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
import { GIVEN_ROLES, type GivenRole, Project } from '../projects/project.entity.js';
import { User } from '../users/user.entity.js';

/** What its link is for, in the derivation of the token. */
export const INVITATION = 'invitation';

/**
 * An address that is invited to a project, with the link that was mailed to it last. The row is there as long as the
 * link can be used: accepting and cancelling delete it.
 */
@Entity('invitations')
@Check('invitations_role_check', `role IN (${GIVEN_ROLES.map((role) => `'${role}'`).join(', ')})`)
@Unique('invitations_project_email_key', ['projectId', 'emailKey'])
@Unique('invitations_token_hash_key', ['tokenHash'])
@Index('invitations_project_idx', ['projectId', 'id'])
@Index('invitations_inviter_idx', ['inviterId'])
@Index('invitations_expires_at_idx', ['expiresAt'])
export class Invitation {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'invitations_pkey',
  })
  id!: number;

  @Column('bigint')
  projectId!: number;

  @ManyToOne(() => Project, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'project_id', foreignKeyConstraintName: 'invitations_project_fkey' })
  project!: Relation<Project>;

  /** Who invited last. It is worth as much as they are: see `InvitationRepository`. */
  @Column('bigint')
  inviterId!: number;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'inviter_id', foreignKeyConstraintName: 'invitations_inviter_fkey' })
  inviter!: Relation<User>;

  /** As it was typed, its domain in ASCII. */
  @Column('text')
  email!: string;

  /** The normalised address, by which addresses are compared. */
  @Column('text')
  emailKey!: string;

  @Column('text')
  role!: GivenRole;

  /** Its token is derived from this: see `LinkTokens`. */
  @Column('bytea')
  salt!: Buffer;

  @Column('bytea')
  tokenHash!: Buffer;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
