import { Ids, Optional, Text } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

const MAX_MENTIONS = 50;

@Example({ body: 'Before noon, please.' })
export class CreateComment {
  @Text()
  body!: string;

  /** The ids of people who may read the task. They are told that they are mentioned, and watch the task from then on. */
  @Optional()
  @Ids({ max: MAX_MENTIONS })
  mention_ids?: number[];
}

@Example({ body: 'Before noon, please.' })
export class UpdateComment {
  @Optional()
  @Text()
  body?: string;

  /** Replaces the list. Only those hear of it who were not mentioned before. */
  @Optional()
  @Ids({ max: MAX_MENTIONS })
  mention_ids?: number[];
}
