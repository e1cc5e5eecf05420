import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { AccessExplanationController } from './access-explanation.controller.js';
import { AccessExplanationRepository } from './access-explanation.repository.js';
import { AccessExplanation } from './access-explanation.service.js';

@Section('Why somebody may do something, or why not.')
@Module({
  controllers: [AccessExplanationController],
  providers: [AccessExplanation, AccessExplanationRepository],
})
export class AccessExplanationModule {}
