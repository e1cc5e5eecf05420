import { Name, Optional } from '../../platform/input/fields.js';
import { Color } from '../../platform/input/fields/format-fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ name: 'outdoors', color: '#2e8b57' })
export class CreateLabel {
  /** No other label of the project has it, in upper or lower case. */
  @Name({ max: 50 })
  name!: string;

  @Color()
  color!: string;
}

@Example({ color: '#2e8b57' })
export class UpdateLabel {
  /** No other label of the project has it, in upper or lower case. */
  @Optional()
  @Name({ max: 50 })
  name?: string;

  @Optional()
  @Color()
  color?: string;
}
