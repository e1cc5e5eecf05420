import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import { FileController } from './file.controller.js';
import type { TaskFile } from './file.entity.js';
import { FileObjects } from './objects/file-objects.service.js';
import { filePolicy } from './file.policy.js';
import { FileRepository, FILES_OF_PROJECTS } from './file.repository.js';
import { FileService } from './file.service.js';
import { FileSweep } from './objects/file-sweep.js';
import { FileView } from './file.view.js';
import { StoredObjectRepository } from './objects/stored-object.repository.js';

@Section('Files of tasks.')
@Module({
  controllers: [FileController],
  providers: [FileRepository, FileService, FileObjects, StoredObjectRepository, FileSweep],
  exports: [FileService],
})
export class FileModule {
  constructor(rows: ResourceRegistry, files: FileRepository, feeds: FeedKinds) {
    const find = (id: number, { id: personId }: Principal) => files.findFor(personId, id);
    rows.register<TaskFile>(filePolicy, { find, view: FileView.of });
    const list = (projectId: number, ids: readonly number[]) => files.listAmong(projectId, ids);
    feeds.register('file', {
      ...{ permission: 'read_task', things: FILES_OF_PROJECTS, list },
      ...{ view: FileView.of, ofTask: true },
    });
  }
}
