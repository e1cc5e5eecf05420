import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { clientNetwork } from '../../platform/request/client-network.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { SlidingWindow } from '../../platform/limits/sliding-window.js';
import { SignInFailed, SignInRefused } from './sign-in.events.js';
import { SignInLimits } from './attempts/sign-in-limits.js';

/** More refusals of one network say nothing new, and would fill the table. */
const NOTED = { limit: 60, windowMs: 60_000 };

/** What every way to sign in passes: the limits of failures, and the record of those who fail or are sent away. */
@Injectable()
export class SignInGate {
  private readonly noted = new SlidingWindow(NOTED);

  constructor(
    private readonly limits: SignInLimits,
    private readonly events: Events,
  ) {}

  /**
   * @param email where the visitor says whose account it is: failures count for it, too
   * @throws AppError `rate_limited`, `overloaded`, and as the work does
   */
  async attempt<T>(visitor: Visitor, work: () => Promise<T>, email?: string): Promise<T> {
    try {
      return await withoutSlot(visitor, async () => (await this.limits.enter(visitor, email)).settle(work()));
    } catch (error) {
      if (error instanceof AppError && error.kind === 'limited') await this.noteRefusal(visitor, error);
      throw error;
    }
  }

  /** @throws AppError this refusal, once it is recorded; `userId` is of the person that it was about, if anybody */
  async refuse(visitor: Visitor, userId: number | null, refusal: AppError): Promise<never> {
    await this.events.record(visitor, new SignInFailed({ userId, code: refusal.code }));
    throw refusal;
  }

  private async noteRefusal(visitor: Visitor, { code }: AppError): Promise<void> {
    if (!this.noted.take(clientNetwork(visitor.ip)).allowed) return;
    await this.events.record(visitor, new SignInRefused({ userId: null, code }));
  }
}
