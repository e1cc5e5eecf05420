import { Example } from '../../platform/input/example.js';
import { Optional } from '../../platform/input/fields.js';
import { Mark } from '../../platform/input/fields/flag-fields.js';
import { IdsByPlace } from '../../platform/input/fields/id-fields.js';
import { Nested, NestedList } from '../../platform/input/fields/nested-fields.js';
import { CreateTask, UpdateTask } from '../tasks/task.dto.js';

const MANY = { min: 1, max: 100 };

@Example({ ids: [Number.MAX_SAFE_INTEGER], changes: { priority: 'medium' } })
export class ChangeTasks {
  /** Different tasks, also of different projects. */
  @IdsByPlace(MANY)
  ids!: number[];

  /** What is changed in each of them, as in an update of one. */
  @Optional()
  @Nested(UpdateTask)
  changes?: UpdateTask;

  /** `true` deletes them, in the place of `changes`. */
  @Optional()
  @Mark()
  delete?: boolean;
}

@Example({ tasks: [{ title: 'Water the beds' }, { title: 'Turn the compost' }] })
export class CreateTasks {
  /** Each as for one. They come last in the project, in this order. */
  @NestedList(CreateTask, MANY)
  tasks!: CreateTask[];
}
