import { AccountEvent } from '../sessions/session.events.js';

interface AboutPasskey {
  userId: number;
  passkeyId: number;
  name: string;
}

export class PasskeyAdded extends AccountEvent<AboutPasskey> {
  static readonly type = 'passkey.added';
}

export class PasskeyRemoved extends AccountEvent<AboutPasskey> {
  static readonly type = 'passkey.removed';
}

/** What somebody who is signed in wanted to add as a passkey was none. */
export class PasskeyRefused extends AccountEvent<{ userId: number; code: string }> {
  static readonly type = 'passkey.refused';
}
