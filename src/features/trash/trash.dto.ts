import { Optional, QueryFlag } from '../../platform/input/fields.js';

export class DeleteTask {
  /** `true` deletes it for good, with its files; only a manager of the project can. */
  @Optional()
  @QueryFlag()
  permanently?: boolean;
}

export class DeleteProject {
  /** `true` deletes it for good, with all that is in it. */
  @Optional()
  @QueryFlag()
  permanently?: boolean;
}
