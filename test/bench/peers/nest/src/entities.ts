import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';

export type Status = 'todo' | 'in_progress' | 'done';
export type Priority = 'low' | 'medium' | 'high';

@Entity('permissions')
export class Permission {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column('text')
  name!: string;
}

@Entity('roles')
export class Role {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @ManyToMany(() => Permission)
  @JoinTable({
    name: 'role_permissions',
    joinColumn: { name: 'role_id' },
    inverseJoinColumn: { name: 'permission_id' },
  })
  permissions!: Relation<Permission>[];
}

@Entity('users')
export class User {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text')
  kind!: string;

  @ManyToMany(() => Role)
  @JoinTable({ name: 'user_roles', joinColumn: { name: 'user_id' }, inverseJoinColumn: { name: 'role_id' } })
  roles!: Relation<Role>[];
}

@Entity('projects')
export class Project {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column('text')
  key!: string;

  @Column('text')
  status!: 'active' | 'archived';
}

@Entity('project_members')
export class ProjectMember {
  @PrimaryColumn('bigint', { name: 'project_id' })
  projectId!: number;

  @PrimaryColumn('bigint', { name: 'user_id' })
  userId!: number;

  @Column('text')
  role!: string;
}

@Entity('labels')
export class Label {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column('text')
  name!: string;

  @Column('text')
  color!: string;
}

@Entity('tasks')
export class Task {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: number;

  @Column('int', { insert: false, update: false })
  number!: number;

  @Column('text', { insert: false, update: false })
  position!: string;

  @Column('bigint', { name: 'project_id' })
  projectId!: number;

  @ManyToOne(() => Project)
  @JoinColumn({ name: 'project_id' })
  project!: Relation<Project>;

  @Column('bigint', { name: 'parent_id', nullable: true })
  parentId!: number | null;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { default: 'todo' })
  status!: Status;

  @Column('text', { default: 'medium' })
  priority!: Priority;

  @ManyToOne(() => User)
  @JoinColumn({ name: 'assignee_id' })
  assignee!: Relation<User> | null;

  @ManyToMany(() => Label)
  @JoinTable({ name: 'task_labels', joinColumn: { name: 'task_id' }, inverseJoinColumn: { name: 'label_id' } })
  labels!: Relation<Label>[];

  @Column('date', { name: 'start_on', nullable: true })
  startOn!: string | null;

  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('jsonb', { nullable: true })
  recurrence!: object | null;

  @VersionColumn()
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
