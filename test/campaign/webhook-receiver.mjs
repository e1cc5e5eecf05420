/**
 * A receiver on `PORT` that writes every request into `JOURNAL` before it answers, verifies it with the public library,
 * and then fails, cuts the connection or hangs at random. `SECRETS` are those of the webhooks, by their paths.
 */
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const secrets = JSON.parse(process.env.SECRETS ?? '{}');
const journal = openSync(process.env.JOURNAL ?? '', 'a');

const isVerified = (path, body, headers) => {
  try {
    new Webhook(secrets[path] ?? '').verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

/** Of a thousand: 120 fail, 60 are cut off, 2 hang. */
function conductOf(dice) {
  if (dice < 0.12) return 'fails';
  if (dice < 0.18) return 'cuts';
  return dice < 0.182 ? 'hangs' : 'takes';
}

const server = createServer(async (request, response) => {
  const { url, headers, socket } = request;
  const body = await text(request);
  const conduct = conductOf(Math.random());
  const { id, data } = JSON.parse(body);
  const entry = {
    path: url,
    id,
    header: headers['webhook-id'],
    task: data.id,
    conduct,
    verified: isVerified(url, body, headers),
  };
  writeSync(journal, `${JSON.stringify(entry)}\n`);
  if (conduct === 'takes') response.writeHead(204).end();
  if (conduct === 'fails') response.writeHead(500).end('no');
  if (conduct === 'cuts') socket.destroy();
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('listening'));
