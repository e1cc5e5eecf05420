import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const CLIENT_ID = 'fasttrack';
const CLIENT_SECRET = 'the-secret-of-the-client';
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
const STRANGE = generateKeyPairSync('rsa', { modulusLength: 2048 });

export type Told = Record<string, unknown>;

/** What it does wrong. */
export interface Oddity {
  /** Claims of the ID token that replace the right ones. */
  claims?: Told;
  header?: Told;
  /** Signs with a key that it doesn't publish. */
  isStrange?: boolean;
  /** The third part of the ID token in place of a signature. */
  signature?: string;
  /** Answers this, at this path, in place of what it should. */
  answer?: { at: string; with: (response: ServerResponse) => void };
  /** Does not look at the PKCE verifier, nor whether a code was used. */
  isCareless?: boolean;
}

interface Granted {
  challenge: string;
  nonce: string;
  redirectUri: string;
  told: Told;
}

/** A provider of OpenID Connect that does everything right, but for one thing if that is wanted. */
export class OddProvider {
  oddity: Oddity = {};
  /** What only the user information tells, not the ID token. */
  userInfo: Told = {};
  readonly asked: string[] = [];
  private lastSubject: unknown;
  private readonly codes = new Map<string, Granted>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async open(): Promise<OddProvider> {
    const server = createServer((request, response) => void provider.serve(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new OddProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return provider;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** The settings of the program for it. */
  settings(id: string, others: Record<string, string> = {}): Record<string, string> {
    const prefix = `OIDC_${id.toUpperCase()}_`;
    const all = { ISSUER: this.issuer, CLIENT_ID, CLIENT_SECRET, ...others };
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [prefix + name, value]));
  }

  /** Somebody signs in there: the query with which their browser is sent back. */
  signIn(question: string, told: Told): URLSearchParams {
    const { searchParams: asked } = new URL(question);
    const value = (name: string) => asked.get(name) ?? '';
    if (value('code_challenge_method') !== 'S256') throw new Error('Without PKCE.');
    const code = randomUUID();
    const [challenge, nonce, redirectUri] = [value('code_challenge'), value('nonce'), value('redirect_uri')];
    this.codes.set(code, { challenge, nonce, redirectUri, told });
    return new URLSearchParams({ code, state: value('state'), iss: this.issuer });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const form = new URLSearchParams(await text(request));
    this.asked.push(path);
    const { answer } = this.oddity;
    if (answer?.at === path) return answer.with(response);
    const body = this.answerTo(path, request, form);
    response.writeHead('error' in body ? 400 : 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }

  private answerTo(path: string, request: IncomingMessage, form: URLSearchParams): object {
    if (path === '/.well-known/openid-configuration') return this.metadata();
    if (path === '/jwks') return { keys: [{ ...KEYS.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] };
    if (path === '/me' && request.headers.authorization === 'Bearer theirs')
      return { sub: this.lastSubject, ...this.userInfo };
    return path === '/token' ? this.tokens(request, form) : { error: 'not_found' };
  }

  private metadata(): object {
    const at = (path: string) => this.issuer + path;
    return {
      ...{ issuer: this.issuer, authorization_endpoint: at('/auth'), token_endpoint: at('/token') },
      ...{ jwks_uri: at('/jwks'), userinfo_endpoint: at('/me'), response_types_supported: ['code'] },
      ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] },
      authorization_response_iss_parameter_supported: true,
    };
  }

  private tokens(request: IncomingMessage, form: URLSearchParams): object {
    const [, sent = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    const shown = Buffer.from(sent, 'base64').toString().split(':').map(decodeURIComponent).join(':');
    if (shown !== `${CLIENT_ID}:${CLIENT_SECRET}`) return { error: 'invalid_client' };
    const granted = this.codes.get(form.get('code') ?? '');
    if (!granted) return { error: 'invalid_grant' };
    if (!this.oddity.isCareless) this.codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = challenge === granted.challenge && form.get('redirect_uri') === granted.redirectUri;
    if (!isRight && !this.oddity.isCareless) return { error: 'invalid_grant' };
    const token = { access_token: 'theirs', token_type: 'Bearer', expires_in: 60 };
    return { ...token, id_token: this.idToken(granted) };
  }

  private idToken({ nonce, told }: Granted): string {
    this.lastSubject = told.sub;
    const now = Math.floor(Date.now() / 1000);
    const { claims = {}, header = {}, isStrange, signature } = this.oddity;
    const payload = { iss: this.issuer, aud: CLIENT_ID, exp: now + 60, iat: now, nonce, ...told, ...claims };
    const parts = [{ alg: 'RS256', kid: 'one', ...header }, payload].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const { privateKey } = isStrange ? STRANGE : KEYS;
    const signed = sign('sha256', Buffer.from(parts.join('.')), privateKey).toString('base64url');
    return [...parts, signature ?? signed].join('.');
  }
}
