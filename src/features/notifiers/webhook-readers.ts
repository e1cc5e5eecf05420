import { Injectable } from '@nestjs/common';
import { wantsNotification } from '../preferences/preferences.entity.js';
import { ProjectAudience } from '../projects/audience/project-audience.service.js';

export interface WebhookReader {
  projectId: number;
  userId: number;
}

/** Who is told of a project's webhooks: those who manage it now, and have not muted it. */
@Injectable()
export class WebhookReaders {
  constructor(private readonly audience: ProjectAudience) {}

  async of(projectIds: readonly number[]): Promise<WebhookReader[]> {
    const managers = await this.audience.managers([...new Set(projectIds)]);
    return managers.filter(({ preferences }) => wantsNotification(preferences, 'webhook_paused'));
  }
}
