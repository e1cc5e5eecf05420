import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { relationsNeeded, type Verdict } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { errors } from '../../platform/errors/errors.js';
import type { Actor } from '../../platform/request/actor.js';
import { isDeclared, type Permission } from '../../platform/request/permissions.js';
import type { ExplainAccess } from './access-explanation.dto.js';
import { accountCheck, type Check, permissionCheck, relationCheck, tokenCheck } from './access-checks.js';
import { AccessExplanationRepository } from './access-explanation.repository.js';

const FOR_OTHERS: Permission[] = ['read_user', 'read_role'];

/**
 * Says why somebody may do something, or why not: with the rules that the guard applies, without applying them.
 *
 * @spec SPEC-017.13, SPEC-017.14
 */
@Injectable()
export class AccessExplanation {
  constructor(
    private readonly standings: AccessExplanationRepository,
    private readonly rows: ResourceRegistry,
  ) {}

  /**
   * @throws AppError `forbidden` about somebody else without the permissions for it, `not_found` for a row that there
   *   isn't, `validation_failed` for a permission that is not asked there, or for nobody
   */
  async explain(actor: Actor, query: ExplainAccess): Promise<{ isAllowed: boolean; checks: Check[] }> {
    const { user_id: userId = actor.id } = query;
    const missing = userId === actor.id ? [] : FOR_OTHERS.filter((permission) => !actor.can(permission));
    if (userId !== actor.id && actor.projectIds) throw accessErrors.beyondToken();
    if (missing.length > 0) throw accessErrors.missingPermission(...missing);
    const { resource, id } = rowOf(query);
    const permission = askedOf(resource, query.permission);
    const standing = await this.standings.find(userId, permission);
    if (!standing) throw errors.invalidField('user_id', 'unknown', 'must be the id of a user');
    const can = (asked: Permission) => standing.permissions.includes(asked);
    const { projectIds } = actor;
    const verdict: Verdict | null = await this.rows.evaluate({ id: userId, can, projectIds }, permission, resource, id);
    if (!verdict) throw errors.notFound(resource);
    const checks = [
      accountCheck(standing),
      permissionCheck(permission, standing, verdict),
      relationCheck(resource, verdict, can('manage_all_projects')),
      ...(actor.token && userId === actor.id ? [tokenCheck(permission, asked(actor, permission, verdict))] : []),
    ];
    return { isAllowed: checks.every(({ isPassed }) => isPassed), checks };
  }
}

function asked(actor: Actor, permission: Permission, { isReached }: Verdict) {
  return { isNamed: actor.can(permission), isReached };
}

function rowOf({ project_id, task_id }: ExplainAccess): { resource: 'project' | 'task'; id: number } {
  if (project_id !== undefined && task_id === undefined) return { resource: 'project', id: project_id };
  if (task_id !== undefined && project_id === undefined) return { resource: 'task', id: task_id };
  const message = 'exactly one of project_id and task_id is needed';
  if (project_id === undefined) throw errors.invalidField('project_id', 'required', message);
  throw errors.invalidField('task_id', 'unknown_field', message);
}

/** A permission that nobody asks of such a row would be explained in vain. */
function askedOf(resource: string, permission: string): Permission {
  const isAsked = isDeclared(permission) && relationsNeeded(resource, permission as Permission) !== undefined;
  if (!isAsked)
    throw errors.invalidField('permission', 'unknown', `must be a permission that is needed for a ${resource}`);
  return permission as Permission;
}
