import { PageOf } from '../../platform/input/list-query.js';
import type { TaskWatcher } from '../tasks/audience/task-watcher.entity.js';
import { PersonView } from '../users/person.view.js';

export function toWatcher({ user }: TaskWatcher): PersonView {
  return PersonView.of(user);
}

export class WatcherPage extends PageOf(PersonView) {}
