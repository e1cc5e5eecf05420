import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { FoundRowRepository } from './found-row.repository.js';
import { WordSampleRepository } from './word-sample.repository.js';
import { HitSearch } from './hit-search.service.js';
import { SearchController } from './search.controller.js';
import { SearchRepository } from './search.repository.js';
import { SearchService } from './search.service.js';

@Section('Search by words.')
@Module({
  controllers: [SearchController],
  providers: [SearchService, HitSearch, SearchRepository, WordSampleRepository, FoundRowRepository],
})
export class SearchModule {}
