import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/input/list-query.js';
import { excerptOf } from './excerpt.js';
import type { FoundRow } from './found-row.repository.js';
import { SEARCH_KINDS, type SearchKind } from './search-entry.entity.js';

export class SearchHitView {
  @ApiProperty({ enum: SEARCH_KINDS })
  type!: SearchKind;
  id!: number;
  /** The title of the task or article, or the name of the project. A comment has the title of its task. */
  title!: string;
  /** Plain text around the first word that was found, at most about 200 characters. */
  excerpt!: string;
  /** The id of the project; of a project itself, its own. `null` for articles. */
  project_id!: number | null;
  /** The id of the task; of a task itself, its own. `null` for projects and articles. */
  task_id!: number | null;

  static of(
    this: void,
    { kind, id, title, text, projectId, taskId }: FoundRow,
    words: readonly string[],
  ): SearchHitView {
    // The title of a comment is that of its task, where nothing was found.
    const excerpt = kind === 'comment' ? excerptOf(text ?? '', null, words) : excerptOf(title, text, words);
    return { type: kind, id, title, excerpt, project_id: projectId, task_id: taskId };
  }
}

export class SearchPage extends PageOf(SearchHitView) {}
