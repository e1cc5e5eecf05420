import { Controller, Get, Query } from '@nestjs/common';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import type { Actor } from '../../platform/request/actor.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ExplainAccess } from './access-explanation.dto.js';
import { AccessExplanation } from './access-explanation.service.js';
import { AccessExplanationView } from './access-explanation.view.js';

@Controller('access')
export class AccessExplanationController {
  constructor(private readonly explanations: AccessExplanation) {}

  /**
   * Explain why somebody may use a permission on a project or task, or why not. The answer comes from the rules that are
   * applied to requests. About other people it needs `read_user` and `read_role`.
   */
  @Get('explain')
  @SignedIn({ byToken: 'any' })
  @ErrorCodes({ forbidden: ['forbidden'], not_found: ['not_found'] })
  async explain(@CurrentActor() actor: Actor, @Query() query: ExplainAccess): Promise<AccessExplanationView> {
    const { isAllowed, checks } = await this.explanations.explain(actor, query);
    return {
      allowed: isAllowed,
      checks: checks.map(({ check, needed, held, because }) => ({ check, needed, held, because })),
    };
  }
}
