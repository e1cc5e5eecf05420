import './audit.policy.js';
import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';

@Section('The audit log, for administrators: what happened, who did it, and from which address.')
@Module({ controllers: [AuditController], providers: [AuditRepository] })
export class AuditModule {}
