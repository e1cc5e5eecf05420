import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { ListedPermission } from './permission.entity.js';

@Injectable()
export class PermissionRepository extends EntityRepository<ListedPermission> {
  private readonly page = `SELECT ${this.columns()} FROM permissions WHERE id > $1 ORDER BY id LIMIT $2`;

  constructor(db: Database) {
    super(ListedPermission, db);
  }

  list({ after, limit }: { after: number | null; limit: number }): Promise<ListedPermission[]> {
    return this.select(this.page, [after ?? 0, limit + 1]);
  }
}
