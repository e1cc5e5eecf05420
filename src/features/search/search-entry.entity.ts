import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What can be found, in the order in which equally good hits are shown. */
export const SEARCH_KINDS = ['project', 'task', 'article', 'comment'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/**
 * The words of one row of another table. Triggers of the database keep it, so it is never written here. It tells where
 * to look; what may be shown, and what is there, is asked of the row itself.
 */
@Entity('search_entries')
@Check('search_entries_kind_check', `kind IN ('task', 'comment', 'article', 'project')`)
@Index('search_entries_project_idx', ['projectId', 'kind', 'id'])
@Index('search_entries_words_idx', { synchronize: false })
export class SearchEntry {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'search_entries_pkey' })
  kind!: SearchKind;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'search_entries_pkey' })
  id!: number;

  /** Null for articles. */
  @Column('bigint', { nullable: true })
  projectId!: number | null;

  /** The words of the title, each between two blanks; comments have none. */
  @Column('text')
  title!: string;

  /** All its words. An index has them as `search_lexemes` says (see `probesFor`). */
  @Column('text')
  content!: string;
}
