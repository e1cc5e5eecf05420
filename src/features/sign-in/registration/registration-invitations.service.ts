import type { Visitor } from '../../../platform/request/actor.js';

/**
 * What a registration needs of the feature that keeps invitations, which is above this one and provides it globally.
 */
export abstract class RegistrationInvitations {
  /** @throws AppError `invalid_token_link` for a link that is no good */
  abstract require(visitor: Visitor, token: string): Promise<void>;

  /**
   * The new account joins, in the open transaction: the link is spent by that.
   *
   * @throws AppError `invalid_token_link` also where somebody was faster, `project_archived`
   */
  abstract acceptAs(visitor: Visitor, userId: number, token: string): Promise<unknown>;
}
