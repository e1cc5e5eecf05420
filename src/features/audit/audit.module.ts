import './audit.policy.js';
import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';

@Section('What happened, who did it, and from where: for administrators.')
@Module({ controllers: [AuditController], providers: [AuditRepository] })
export class AuditModule {}
