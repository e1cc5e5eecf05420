import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { AddRelation } from './relation.dto.js';
import { RelationService } from './relation.service.js';
import { RelationPage, RelationView } from './relation.view.js';

@Controller('tasks/:id/relations')
export class RelationController {
  constructor(private readonly relations: RelationService) {}

  /**
   * Relate a task to another one. The other task can be in another project that the caller reads; any other is 422, as
   * if there were no such task. It has the relation, too, with the inverse type. The same relation again answers with the
   * one that there is. Tasks can't block each other in a circle. A task has at most 100 relations.
   */
  @Post()
  @Requires('create_task', 'task')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived', 'relation_circle', 'limit_reached'] })
  async add(@CurrentActor() actor: Actor, @Row() task: Task, @Body() relation: AddRelation): Promise<RelationView> {
    return RelationView.of(await this.relations.add(actor, task, relation));
  }

  /** List the relations of a task. Those to tasks that the caller can't read are left out. */
  @Get()
  @Requires('read_task', 'task')
  async list(@CurrentActor() actor: Actor, @Row() task: Task, @Query() query: ListQuery): Promise<RelationPage> {
    return query.page(await this.relations.listOf(actor, task, query), RelationView.of);
  }

  /** Remove a relation of a task. It is gone from the other task, too. */
  @Delete(':relation_id')
  @Requires('create_task', 'task')
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() task: Task, @Param('relation_id') id: string): Promise<void> {
    await this.relations.remove(actor, task, relationId(id));
  }
}

function relationId(text: string): number {
  const id = idFromText(text);
  if (!isId(id)) throw errors.notFound('relation');
  return id;
}
