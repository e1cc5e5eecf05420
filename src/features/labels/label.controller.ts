import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Project } from '../projects/project.entity.js';
import { CreateLabel, UpdateLabel } from './label.dto.js';
import type { Label } from './label.entity.js';
import { LabelService } from './label.service.js';
import { LabelPage, LabelView } from './label.view.js';

@Controller()
export class LabelController {
  constructor(private readonly labels: LabelService) {}

  /** Create a label in a project. A project has at most 200 labels. */
  @Post('projects/:id/labels')
  @Requires('update_task', 'project')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived', 'name_taken', 'limit_reached'] })
  async create(@CurrentActor() actor: Actor, @Row() project: Project, @Body() label: CreateLabel): Promise<LabelView> {
    return LabelView.of(await this.labels.create(actor, project, label));
  }

  /** List the labels of a project. The oldest come first. */
  @Get('projects/:id/labels')
  @Requires('read_project', 'project')
  async list(@Row() project: Project, @Query() query: ListQuery): Promise<LabelPage> {
    return query.page(await this.labels.listOf(project, query), LabelView.of);
  }

  /** Update a label. The tasks that have it show it as it is now. */
  @Patch('labels/:id')
  @Requires('update_task', 'label')
  @ErrorCodes({ conflict: ['project_archived', 'name_taken'] })
  async update(@CurrentActor() actor: Actor, @Row() label: Label, @Body() changes: UpdateLabel): Promise<LabelView> {
    return LabelView.of(await this.labels.update(actor, label, changes));
  }

  /** Delete a label. The tasks that have it lose it. */
  @Delete('labels/:id')
  @Requires('update_task', 'label')
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() label: Label): Promise<void> {
    await this.labels.remove(actor, label);
  }
}
