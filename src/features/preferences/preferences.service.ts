import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { UpdateNotificationPreferences } from './preferences.dto.js';
import { NotificationPreferences } from './preferences.entity.js';
import { preferencesErrors } from './preferences.errors.js';
import { NotificationPreferencesChanged } from './preferences.events.js';
import { PreferencesRepository } from './preferences.repository.js';
import { ReadableProjects } from './readable-projects.service.js';

/**
 * What people want to hear of. It is asked when somebody is about to be told, with what judges them (`preferencesOf`).
 *
 * @spec SPEC-031
 */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly db: Database,
    private readonly preferences: PreferencesRepository,
    private readonly projects: ReadableProjects,
    private readonly events: Events,
  ) {}

  async of(actor: Actor): Promise<NotificationPreferences> {
    return this.shown(actor, (await this.preferences.findOf(actor.id)) ?? nothingChosen(actor));
  }

  /**
   * What is the same as before is not a change.
   *
   * @throws AppError `validation_failed` for a project that the actor may not read
   */
  async update(actor: Actor, changes: UpdateNotificationPreferences): Promise<NotificationPreferences> {
    const muted = changes.muted_project_ids && (await this.readable(actor, changes.muted_project_ids));
    return this.db.transaction(async () => {
      const own = await this.preferences.getToChange(actor.id);
      const next = { mail: { ...own.mail, ...changes.mail }, mutedProjectIds: muted ?? own.mutedProjectIds };
      const after = Object.assign(new NotificationPreferences(), own, next);
      const differences = changesBetween(own, after);
      if (Object.keys(differences).length > 0) {
        await this.preferences.write(after);
        await this.events.record(actor, new NotificationPreferencesChanged({ userId: actor.id, changes: differences }));
      }
      return this.shown(actor, after);
    });
  }

  /** Without the muted projects that are gone, or that the actor may no longer read. */
  private async shown(actor: Actor, own: NotificationPreferences): Promise<NotificationPreferences> {
    const ids = own.mutedProjectIds;
    const mutedProjectIds = ids.length > 0 ? inOrder(await this.projects.among(actor, ids)) : [];
    return Object.assign(new NotificationPreferences(), own, { mutedProjectIds });
  }

  private async readable(actor: Actor, ids: readonly number[]): Promise<number[]> {
    const known = new Set(ids.length > 0 ? await this.projects.among(actor, ids) : []);
    const unknown = ids.flatMap((id, place) => (known.has(id) ? [] : [place]));
    if (unknown.length > 0) throw preferencesErrors.unknownProjects(unknown);
    return inOrder(ids);
  }
}

function nothingChosen({ id: userId }: Actor): NotificationPreferences {
  return Object.assign(new NotificationPreferences(), { userId, mail: {}, mutedProjectIds: [] });
}

function inOrder(ids: readonly number[]): number[] {
  return [...ids].sort((one, other) => one - other);
}

function changesBetween(before: NotificationPreferences, after: NotificationPreferences) {
  const fields = {
    mail: { old: before.mails, new: after.mails },
    muted_project_ids: { old: before.mutedProjectIds, new: after.mutedProjectIds },
  };
  const isChange = ([, { old, new: now }]: [string, { old: unknown; new: unknown }]) =>
    JSON.stringify(old) !== JSON.stringify(now);
  return Object.fromEntries(Object.entries(fields).filter(isChange));
}
