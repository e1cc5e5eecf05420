import { Example } from '../../platform/input/example.js';
import { Email, OneOf, Secret } from '../../platform/input/fields.js';
import { GIVEN_ROLES, type GivenRole } from '../projects/project.entity.js';

@Example({ email: 'ben@example.com', role: 'editor' })
export class CreateInvitation {
  /** Anybody's but your own, whether or not an account has it. */
  @Email()
  email!: string;

  /** There is one owner: set `owner_id` of the project instead. */
  @OneOf(GIVEN_ROLES)
  role!: GivenRole;
}

@Example({ token: 'the token from the link' })
export class UseInvitation {
  /** From the link in the mail. */
  @Secret({ max: 200 })
  token!: string;
}
