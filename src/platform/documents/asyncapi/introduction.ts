import { SOCKET_PATH } from '../../realtime/protocol.js';

/** What a reader should know before the first message; Markdown. `PATH` stands for where the sockets are. */
const INTRODUCTION = `
Socket.IO 4 at the path \`PATH\`, default namespace. Connect with an access token as \`auth.token\` (or
\`?token=\`), and with the \`seq\` of the last notification that you have as \`auth.last_seq\` to get what you missed.

An API token works, too: with it a client hears only of what the token may read, in the projects that it is for, so the numbers have
gaps.

A refused handshake is \`connect_error\` with \`data.code\`: \`missing_token\`, \`invalid_token\`, \`token_expired\`,
\`token_revoked\`, \`password_change_required\`, \`validation_failed\` for a \`last_seq\` that is no number, or
\`limit_reached\` for a person who has 2,000 connections. Where the server is in trouble it only ends the connection, and
clients try again.

First comes \`ready\`, then \`resync_required\` if not all that was missed is still there, then what was missed, then what is
new, in the order of \`seq\`. A client hears each notification once for each of its connections, whichever instance it is
connected to.

The server pings every 30 seconds and drops clients that do not answer. Before it closes a connection it sends \`closing\`
with a \`code\`. More than 30 messages of a client in 10 seconds close the connection; \`authenticate\`, \`subscribe\`,
\`unsubscribe\` and \`focus\` count apart from the others, up to 300. Handshakes count for their network like
requests of the API: one too many is 429 with \`Retry-After\`.

A client follows a project with \`subscribe\`: it applies each \`change\`, keeps its \`seq\`, and after a reconnect subscribes again
with that as \`since\`. Where \`previous_seq\` is not what it has, it has missed something and asks \`GET /projects/{id}/changes\`; so
it does at \`resync_required\`, from 0. A socket follows up to 100 projects. Whoever may no longer read a project hears
\`unsubscribed\`, and nothing of the project after it.

Who follows a project is present in it: \`presence\` lists them when a client subscribes and whenever it changes. A client says
with \`focus\` which task its person looks at, and says it again after each subscription.

**A token lasts for minutes, and a connection only as long as its token.** A client of Socket.IO does not reconnect by itself
after the server has closed the connection. So a client:

1. gives \`auth\` as a function, so that each connection begins with a fresh token and the newest \`last_seq\`;
2. sends \`authenticate\` with a fresh token before the old one expires, and stays connected;
3. calls \`socket.connect()\` after a \`disconnect\` with the reason \`io server disconnect\` (which follows \`closing\`);
4. shows the sign-in form when no fresh token can be had.

\`\`\`js
const auth = async (send) => send({ token: await freshToken(), last_seq: lastSeq });
const socket = io(url, { path: '${SOCKET_PATH}', transports: ['websocket'], auth });
socket.on('ready', ({ last_seq }) => (lastSeq ??= last_seq));
socket.on('notification', (notification) => hear(notification, (lastSeq = notification.seq)));
socket.on('disconnect', (reason) => reason === 'io server disconnect' && socket.connect());
// before each expiry
socket.emit('authenticate', { token: await freshToken() });
\`\`\`

The whole client, and what to do at each code, is on the page \`docs/LIVE-CLIENTS.md\` of the program.
`.trim();

export function introductionOf(path: string): string {
  return INTRODUCTION.replace('PATH', path);
}
