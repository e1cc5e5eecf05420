import { Body, Controller, Post, Query, Req } from '@nestjs/common';
import { CurrentActor, RequiresInProjects } from '../../../platform/access/rules.js';
import { errors } from '../../../platform/errors/errors.js';
import { DataBody } from '../../../platform/files/file-body.js';
import type { ReceivedFile } from '../../../platform/files/received-file.js';
import { chooseStatus, MayAnswer } from '../../../platform/http/responses/chosen-status.js';
import { ErrorCodes } from '../../../platform/http/error-codes.js';
import { mediaTypeOf } from '../../../platform/input/bodies/streamed-body.js';
import type { Actor } from '../../../platform/request/actor.js';
import type { Request } from '../../../platform/request/request.js';
import { TransferConcurrency } from '../transfer-concurrency.js';
import { ImportedFile, type ImportFormat, ImportProject } from './import.dto.js';
import { ImportService } from './import.service.js';
import type { ImportView } from './import.view.js';

const TYPES = {
  'application/x-ndjson': 'fasttrack',
  'application/jsonl': 'fasttrack',
  'text/csv': 'csv',
  'application/json': 'trello',
} as const satisfies Record<string, ImportFormat>;
const ENDINGS: [RegExp, ImportFormat][] = [
  [/\.(jsonl|ndjson)$/i, 'fasttrack'],
  [/\.csv$/i, 'csv'],
  [/\.json$/i, 'trello'],
];

@Controller('projects')
export class ImportController {
  constructor(
    private readonly imports: ImportService,
    private readonly concurrency: TransferConcurrency,
  ) {}

  /**
   * Import a file into a project: an export of this program, CSV, a board of Trello as JSON (of at most 32 MiB), or a
   * project of Todoist as CSV, in UTF-8, of at most `IMPORT_MAX_MB` (100) MiB; as the body, or as the part `file` of a
   * multipart body. Without `project_id` a project is made, which needs the permission `create_project`; with it, you
   * must be an editor of it. All of it comes in, or nothing: what is wrong is named as `lines[3].title`, where lines count
   * from 1 (of a board: `cards[0].title`, from 0), and `on_error=skip` leaves that out, with what belongs to it.
   *
   * What the source calls a task or comment is kept, and what comes again is known and stays as it is: the same file adds
   * nothing twice. Without `project_id` it is known by its project, board or bytes, among the projects that you own. Tasks
   * of CSV without an `id`, and of Todoist, are known by what they say.
   *
   * Tasks are given to members who are called as in the file (with `read_user` also by address); others are named in
   * `notes`. Comments are yours, and begin with the name of their author. Nobody is notified. Files and members are left
   * out. A dry run, and an import that adds nothing, answer 200. Of Trello, lists that say a status set it, others are labels; checklists are subtasks; archived cards are done. Of
   * Todoist, sections are labels, and dates that are no days stand in the description.
   */
  @Post('import')
  @RequiresInProjects('create_task')
  @DataBody(Object.keys(TYPES))
  @MayAnswer(200, 'Nothing was added: a dry run, or all of it was there.')
  @ErrorCodes({
    not_found: ['not_found'],
    conflict: ['project_archived', 'limit_reached'],
  })
  async import(
    @CurrentActor() actor: Actor,
    @Query() query: ImportProject,
    @Body() { file }: ImportedFile,
    @Req() request: Request,
  ): Promise<ImportView> {
    const format = query.format ?? formatOf(request, file);
    if (query.mapping && format !== 'csv') throw errors.invalidField('mapping', 'unknown', 'is for CSV only');
    const view = await this.concurrency.inTurn(actor, () =>
      this.imports.run(actor, file, Object.assign(query, { format })),
    );
    if (!view.addsRows()) chooseStatus(request.res as object, 200);
    return view;
  }
}

/** @throws AppError `validation_failed` */
function formatOf(request: Request, { name = '' }: ReceivedFile): ImportFormat {
  const byType = (TYPES as Record<string, ImportFormat | undefined>)[mediaTypeOf(request)];
  const found = byType ?? ENDINGS.find(([ending]) => ending.test(name))?.[1];
  if (!found) throw errors.invalidField('format', 'required', 'must say what the file is');
  return found;
}
