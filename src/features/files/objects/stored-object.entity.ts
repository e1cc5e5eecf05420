import { CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** Bytes whose row was deleted, with anything, and since when: the sweep removes them. */
@Entity('orphaned_objects')
@Index('orphaned_objects_time_idx', ['orphanedAt'])
export class OrphanedObject {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'orphaned_objects_pkey' })
  objectKey!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  orphanedAt!: Date;
}

/**
 * The group in which this database keeps its objects, made with the schema: where two databases share a store, neither
 * sweeps away what belongs to the other.
 */
@Entity('object_groups')
export class ObjectGroup {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'object_groups_pkey' })
  name!: string;
}
