import { Body, Controller, Delete, Get, Post, Query, Req } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { FileBody } from '../../platform/files/file-body.js';
import { FileContents, ServesFile } from '../../platform/files/file-contents.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { StreamResponse } from '../../platform/http/responses/stream-response.js';
import { Tagged } from '../../platform/http/responses/versioned-view.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Request } from '../../platform/request/request.js';
import type { Task } from '../tasks/task.entity.js';
import { AddFile } from './file.dto.js';
import type { TaskFile } from './file.entity.js';
import { FileService } from './file.service.js';
import { FilePage, FileView } from './file.view.js';

@Controller()
export class FileController {
  constructor(
    private readonly files: FileService,
    private readonly contents: FileContents,
  ) {}

  /**
   * Add a file to a task. The body has one part, `file`, of at most `FILE_MAX_MB` (25) MiB. It may take as long as it
   * takes, but no more than 15 seconds without a byte. A task has at most 200 files.
   */
  @Post('tasks/:id/files')
  @Requires('update_task', 'task')
  @FileBody()
  @ErrorCodes({ conflict: ['project_archived', 'limit_reached'] })
  async add(@CurrentActor() actor: Actor, @Row() task: Task, @Body() file: AddFile): Promise<FileView> {
    return FileView.of(await this.files.add(actor, task, file));
  }

  /** List the files of a task. The oldest come first. */
  @Get('tasks/:id/files')
  @Requires('read_task', 'task')
  async list(@Row() task: Task, @Query() query: ListQuery): Promise<FilePage> {
    return query.page(await this.files.listOf(task, query), FileView.of);
  }

  /** Get what is known of a file. */
  @Get('files/:id')
  @Requires('read_task', 'file')
  @Tagged()
  read(@Row() file: TaskFile): FileView {
    return FileView.of(file);
  }

  /**
   * Download a file. A range of it can be asked for, so that a download that broke off can go on: `If-Range` takes the
   * `ETag`. Of several ranges, the whole file is sent.
   */
  @Get('files/:id/content')
  @Requires('read_task', 'file')
  @ServesFile()
  content(@Row() file: TaskFile, @Req() request: Request): Promise<StreamResponse> {
    return this.contents.answer(file, request);
  }

  /** Delete a file. Its author can, and a manager of the project. */
  @Delete('files/:id')
  @Requires('update_task', 'file')
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() file: TaskFile): Promise<void> {
    await this.files.remove(actor, file);
  }
}
