import { Example } from '../../platform/input/example.js';
import { Name, Nullable, OneOf, Optional } from '../../platform/input/fields.js';
import { Nested } from '../../platform/input/fields/nested-fields.js';
import { NewCredential, ShownCredential } from './webauthn/credential.dto.js';

const EXAMPLE = { id: 'AAAA', rawId: 'AAAA', type: 'public-key' };

@Example({ credential: { ...EXAMPLE, response: { clientDataJSON: 'e30', attestationObject: 'oA' } }, name: 'my phone' })
export class AddPasskey {
  @Nested(NewCredential)
  credential!: NewCredential;

  /** To tell it from your other passkeys. `Passkey` by default. */
  @Nullable()
  @Name()
  name?: string | null;
}

@Example({
  credential: { ...EXAMPLE, response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' } },
})
export class PasskeyLogin {
  @Nested(ShownCredential)
  credential!: ShownCredential;

  /** Where the refresh token goes: `cookie` is one that no script can read, for pages of the same site. `body` by default. */
  @Optional()
  @OneOf(['body', 'cookie'])
  refresh_in?: 'body' | 'cookie';
}
