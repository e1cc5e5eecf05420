// The floor of live messages: node:http and bare WebSockets. It speaks as much of Socket.IO as a client needs that only
// listens, asks no database and looks at no token; a PATCH is answered at once, and then everybody hears of it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** About as long as a change of a task. */
const MESSAGE = frame(`42["notification",${JSON.stringify({ text: 'x'.repeat(700) })}]`);
const OPEN = frame('0{}');
const READY = Buffer.concat([frame('40{}'), frame('42["ready",{}]')]);

const sockets = new Set();

const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Length': 0 }).end();
  if (request.method === 'PATCH') setImmediate(() => sockets.forEach((socket) => socket.write(MESSAGE)));
});
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1')
    .update(request.headers['sec-websocket-key'] + GUID)
    .digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.setNoDelay(true);
  socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
  socket.write(OPEN);
  socket.once('data', () => socket.write(READY));
  socket.resume();
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(socket));
  sockets.add(socket);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

/** One text frame of a server, of less than 64 KiB. */
function frame(text) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? [0x81, body.length] : [0x81, 126, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from(head), body]);
}
