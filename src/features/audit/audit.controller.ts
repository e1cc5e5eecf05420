import { Controller, Get, Query } from '@nestjs/common';
import { Requires } from '../../platform/access/rules.js';
import { ListAuditEvents } from './audit.dto.js';
import { AuditRepository } from './audit.repository.js';
import { AuditEventPage, AuditEventView } from './audit.view.js';

@Controller('audit/events')
export class AuditController {
  constructor(private readonly events: AuditRepository) {}

  /**
   * List audit events. The newest come first. They record every change, sign-in, failed attempt and refused request.
   *
   * @spec SPEC-016
   */
  @Get()
  @Requires('read_audit')
  async list(@Query() query: ListAuditEvents): Promise<AuditEventPage> {
    return query.page(await this.events.list(query), AuditEventView.of);
  }
}
