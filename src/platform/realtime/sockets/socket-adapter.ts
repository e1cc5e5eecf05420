import type { INestApplicationContext } from '@nestjs/common';
import { getStorageToken, type ThrottlerStorage } from '@nestjs/throttler';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';
import type { Config } from '../../config/config.js';
import { Origins } from '../../http/headers/origins.js';
import { limitHandshakes } from './handshake-limit.js';

/** How long a client may take to agree to a close; then its connection is torn down. The standard is 30 seconds. */
const CLOSE_TIMEOUT_MS = 2_000;

/** The configuration of Socket.IO, with bounds for idle and hostile clients. */
export class SocketAdapter extends IoAdapter {
  private readonly limits: ThrottlerStorage;
  private readonly origins: Origins;

  constructor(
    app: INestApplicationContext,
    private readonly config: Config,
  ) {
    super(app);
    this.origins = app.get(Origins, { strict: false });
    this.limits = app.get<ThrottlerStorage>(getStorageToken(), { strict: false });
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      ...socketOptions(this.config, this.origins),
    } as ServerOptions);
    const { opts } = server.engine;
    opts.wsEngine = closingSoon(opts.wsEngine as WebSocketEngine);
    server.adapter(inOnePiece(server.adapter() as unknown as PacketEncoder) as never);
    limitHandshakes(server.engine, this.limits);
    return server;
  }

  /** Nest keeps an Observable for the end of each socket, for handlers of gateways. Where there are none, it is a tenth of a socket. */
  override bindMessageHandlers(...given: Parameters<IoAdapter['bindMessageHandlers']>): void {
    const [, handlers] = given;
    if (handlers.length > 0) super.bindMessageHandlers(...given);
  }
}

type WebSocketEngine = new (options: object) => object;

/** Engine.IO has no option for this. With the default, one sleeping client would hold up a shutdown. */
function closingSoon(engine: WebSocketEngine): WebSocketEngine {
  return class extends engine {
    constructor(options: object) {
      super({ ...options, closeTimeout: CLOSE_TIMEOUT_MS });
    }
  };
}

type PacketEncoder = new (namespace: object) => { _encode(packet: object, options: FrameOptions): unknown[] };

interface FrameOptions {
  /** What a broadcast writes to each socket: header and content. */
  wsPreEncodedFrame?: Buffer[];
}

/** Two pieces are two writes, or a dearer one: with a thousand followers, the last would hear of a change milliseconds later. */
function inOnePiece(encoder: PacketEncoder): PacketEncoder {
  return class extends encoder {
    override _encode(packet: object, options: FrameOptions): unknown[] {
      const encoded = super._encode(packet, options);
      if (options.wsPreEncodedFrame) options.wsPreEncodedFrame = [Buffer.concat(options.wsPreEncodedFrame)];
      return encoded;
    }
  };
}

/** @spec SPEC-010.20 */
function socketOptions({ corsOrigins }: Config, origins: Origins): Partial<ServerOptions> {
  return {
    transports: ['polling', 'websocket'],
    pingInterval: 30_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    // Clients only send tokens.
    maxHttpBufferSize: 16 * 1024,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    cors: { origin: corsOrigins.includes('*') ? '*' : [...corsOrigins] },
    // CORS doesn't cover WebSockets: a page from elsewhere is refused here, whatever transport it uses.
    allowRequest: ({ headers }, answer) => answer(null, origins.isWelcome(headers)),
  };
}
