import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Listener } from '../database/listener.js';
import { ClientMessages } from './sockets/client-messages.js';
import { Connections } from './sockets/connections.js';
import { SocketAuthenticator } from './sockets/socket-authenticator.js';
import { PostgresSignals } from './signals/postgres-signals.js';
import { Realtime } from './realtime.js';
import { RedisSignals } from './signals/redis-signals.js';
import { SessionWatch } from './sockets/session-watch.js';
import { Signals } from './signals/signals.js';
import { SocketGateway } from './sockets/socket.gateway.js';
import { TokenExpiry } from './sockets/token-expiry.js';

/** Live connections. Needs a `MessageLog` from the feature that keeps people's messages. */
@Global()
@Module({
  providers: [
    {
      provide: Signals,
      inject: [Config, Database, Listener],
      useFactory: ({ redisUrl }: Config, db: Database, listener: Listener): Signals | Promise<Signals> =>
        redisUrl === null ? new PostgresSignals(db, listener) : RedisSignals.at(redisUrl, db),
    },
    Connections,
    SocketAuthenticator,
    TokenExpiry,
    SessionWatch,
    ClientMessages,
    Realtime,
    SocketGateway,
  ],
  exports: [Connections, Realtime, ClientMessages],
})
export class RealtimeModule {}
