import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { PeopleController } from './people.controller.js';
import { PeopleRepository } from './people.repository.js';
import { PeopleService } from './people.service.js';

@Section('People, as others see them.')
@Module({
  controllers: [PeopleController],
  providers: [PeopleRepository, PeopleService],
})
export class PeopleModule {}
