import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a periodic task ran last, on whichever instance. */
@Entity('schedules')
export class Schedule {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'schedules_pkey' })
  name!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  ranAt!: Date;
}
