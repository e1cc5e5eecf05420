import { Module } from '@nestjs/common';
import { ChangeNews } from './change-news.js';
import { ChangeRepository } from './change.repository.js';
import { Filling } from './filling.js';
import { Forgetting } from './forgetting.js';
import { Numbering } from './numbering.js';
import { ThingRepository } from './thing.repository.js';

/** Numbers the changes of each project. */
@Module({
  providers: [ChangeRepository, ThingRepository, ChangeNews, Filling, Numbering, Forgetting],
  exports: [ChangeRepository, ChangeNews, Filling],
})
export class ChangeModule {}
