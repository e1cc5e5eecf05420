import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const FLAGS = { present: 0x01, verified: 0x04, hasKey: 0x40 };

/** How an answer differs from that of a good authenticator in a good browser. */
export interface Twist {
  origin?: string;
  rpId?: string;
  challenge?: string;
  /** As the answer says in `clientDataJSON`. */
  type?: string;
  verified?: boolean;
  counter?: number;
  userHandle?: string | null;
  crossOrigin?: boolean;
  /** Of an attestation. */
  format?: string;
  statement?: Buffer;
}

export interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
  excludeCredentials: { id: string }[];
}

export interface RequestOptions {
  challenge: string;
  rpId: string;
}

/** What a passkey answers, as browsers write it. */
export interface CredentialJson {
  id: string;
  rawId: string;
  type: string;
  response: Record<string, unknown>;
  [field: string]: unknown;
}

/** An authenticator with a browser: makes real keys (ES256), attestations (`none`) and assertions. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32);
  private readonly key: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  private owner: string | null = null;
  private counter = 0;

  constructor(private readonly origin: string) {}

  /** What `navigator.credentials.create()` gives. */
  create({ challenge, rp, user }: CreationOptions, twist: Twist = {}): CredentialJson {
    this.owner = user.id;
    const client = this.clientData('webauthn.create', challenge, twist);
    const key = cbor.key(this.key.publicKey);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const data = Buffer.concat([this.authenticatorData(rp.id, FLAGS.hasKey, twist), attested]);
    const { format = 'none', statement = cbor.map([]) } = twist;
    const attestation = cbor.map([
      [cbor.text('fmt'), cbor.text(format)],
      [cbor.text('attStmt'), statement],
      [cbor.text('authData'), cbor.bytes(data)],
    ]);
    return this.json({
      clientDataJSON: text(client),
      attestationObject: text(attestation),
      authenticatorData: text(data),
      publicKey: text(this.key.publicKey.export({ type: 'spki', format: 'der' })),
      publicKeyAlgorithm: -7,
      transports: ['internal', 'hybrid'],
    });
  }

  /** What `navigator.credentials.get()` gives. */
  get({ challenge, rpId }: RequestOptions, twist: Twist = {}): CredentialJson {
    const client = this.clientData('webauthn.get', challenge, twist);
    this.counter += 1;
    const data = this.authenticatorData(rpId, 0, { counter: this.counter, ...twist });
    const signature = sign('sha256', Buffer.concat([data, hash(client)]), this.key.privateKey);
    const userHandle = twist.userHandle === undefined ? this.owner : twist.userHandle;
    return this.json({
      clientDataJSON: text(client),
      authenticatorData: text(data),
      signature: text(signature),
      userHandle,
    });
  }

  private json(response: Record<string, unknown>): CredentialJson {
    const id = text(this.id);
    return {
      ...{ id, rawId: id, type: 'public-key', response },
      ...{ authenticatorAttachment: 'platform', clientExtensionResults: { credProps: { rk: true } } },
    };
  }

  private clientData(type: string, challenge: string, twist: Twist): Buffer {
    const { origin = this.origin, crossOrigin = false } = twist;
    const asked = twist.challenge ?? challenge;
    return Buffer.from(JSON.stringify({ type: twist.type ?? type, challenge: asked, origin, crossOrigin }));
  }

  private authenticatorData(rpId: string, flags: number, { rpId: other, verified = true, counter = 0 }: Twist): Buffer {
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags | FLAGS.present | (verified ? FLAGS.verified : 0));
    tail.writeUInt32BE(counter, 1);
    return Buffer.concat([hash(other ?? rpId), tail]);
  }
}

const text = (bytes: Buffer) => bytes.toString('base64url');
const hash = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** As much of CBOR (RFC 8949) as an authenticator writes. */
const cbor = {
  head(kind: number, count: number): Buffer {
    if (count < 24) return Buffer.from([(kind << 5) | count]);
    return count < 256
      ? Buffer.from([(kind << 5) | 24, count])
      : Buffer.from([(kind << 5) | 25, count >> 8, count & 255]);
  },
  integer: (value: number) => (value < 0 ? cbor.head(1, -1 - value) : cbor.head(0, value)),
  bytes: (value: Buffer) => Buffer.concat([cbor.head(2, value.length), value]),
  text: (value: string) => Buffer.concat([cbor.head(3, value.length), Buffer.from(value)]),
  list: (items: Buffer[]) => Buffer.concat([cbor.head(4, items.length), ...items]),
  map: (entries: [Buffer, Buffer][]) => Buffer.concat([cbor.head(5, entries.length), ...entries.flat()]),
  /** A COSE key (RFC 9053): EC2, ES256, P-256. */
  key(publicKey: KeyObject): Buffer {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const coordinates = [x, y].map((one) => cbor.bytes(Buffer.from(one, 'base64url')));
    const values = [cbor.integer(2), cbor.integer(-7), cbor.integer(1), ...coordinates];
    return cbor.map([1, 3, -1, -2, -3].map((label, at) => [cbor.integer(label), values[at] as Buffer]));
  },
};

/** The statement of an attestation with a certificate. */
export const statementWith = (certificate: Buffer): Buffer =>
  cbor.map([
    [cbor.text('alg'), cbor.integer(-7)],
    [cbor.text('sig'), cbor.bytes(randomBytes(64))],
    [cbor.text('x5c'), cbor.list([cbor.bytes(certificate)])],
  ]);
