import { Example } from '../../platform/input/example.js';
import { Flag, Name, Names, Optional } from '../../platform/input/fields.js';

@Example({ display_name: 'Deploy bot', roles: ['user'] })
export class CreateServiceAccount {
  @Name()
  display_name!: string;

  /** The names of its roles. Without them it gets the role `user`, as everybody does who registers. */
  @Optional()
  @Names()
  roles?: string[];
}

@Example({ is_active: false })
export class UpdateServiceAccount {
  @Optional()
  @Name()
  display_name?: string;

  /** The names of all its roles. They replace those held so far. */
  @Optional()
  @Names()
  roles?: string[];

  /** `false` disables the account: its tokens are refused from now on. */
  @Optional()
  @Flag()
  is_active?: boolean;
}
