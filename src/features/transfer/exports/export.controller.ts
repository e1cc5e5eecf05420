import { Controller, Get, Query, Req } from '@nestjs/common';
import { CurrentActor, Requires, Row } from '../../../platform/access/rules.js';
import { ANY, Produces } from '../../../platform/http/produces.js';
import { StreamResponse } from '../../../platform/http/responses/stream-response.js';
import type { Actor } from '../../../platform/request/actor.js';
import type { Request } from '../../../platform/request/request.js';
import type { Project } from '../../projects/project.entity.js';
import { ProjectService } from '../../projects/project.service.js';
import { TransferConcurrency } from '../transfer-concurrency.js';
import { ExportProject, type ExportFormat } from './export.dto.js';
import { ExportService } from './export.service.js';

const TYPES: Record<ExportFormat, string> = {
  jsonl: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

@Controller('projects')
export class ExportController {
  constructor(
    private readonly exports: ExportService,
    private readonly projects: ProjectService,
    private readonly concurrency: TransferConcurrency,
  ) {}

  /**
   * Export a project, as it is at one moment. As JSON lines it has, one object a line, the `project` (with the format and
   * its version), its `label`s, `member`s, `task`s in their order, `comment`s, `relation`s within the project, and what is
   * known of its `file`s, each with its `kind`; `POST /projects/import` takes that. With `format=csv` it has the tasks, in
   * UTF-8 with a byte order mark; what a spreadsheet program would take for a formula has a `'` before it. What is in the
   * trash is left out. Two are written at once by each instance; others wait.
   */
  @Get(':id/export')
  @Requires('read_task', 'project')
  @Produces(ANY)
  async read(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Query() { format }: ExportProject,
    @Req() request: Request,
  ): Promise<StreamResponse> {
    const headers = {
      'Content-Type': TYPES[format],
      'Content-Disposition': `attachment; filename="${project.key}.${format}"`,
      'Cache-Control': 'private, no-store',
    };
    if (request.method === 'HEAD') return new StreamResponse(200, headers, null);
    const isGone = () => request.res?.closed === true;
    const { bytes, size } = await this.concurrency.inTurn(actor, () => this.exports.write(project, format, isGone));
    try {
      // It may have taken a while.
      await this.projects.findFor(actor, project.id, 'read_task');
    } catch (error) {
      bytes.destroy();
      throw error;
    }
    return new StreamResponse(200, { ...headers, 'Content-Length': String(size) }, bytes);
  }
}
