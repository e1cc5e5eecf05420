import { join } from 'node:path';
import { compile, installed, installWithNpm, installWithPip } from './installed.mjs';

/** What none of them does, and the program does in the figures beside theirs. */
const ALL_LEAVE_OUT =
  'log lines, limits, metrics, sessions that can be revoked, events and audit, notifications, live messages, task counts';

/** Servers of the same requests, written as the guides of their frameworks show it. */
export const PEERS = [
  {
    name: 'express',
    title: 'Express + pg',
    leavesOut: `${ALL_LEAVE_OUT}; an ORM, and validation beyond a few lines`,
    folder: 'express',
    manifest: 'package.json',
    install: installWithNpm,
    start: (target) => ({ command: process.execPath, args: () => [join(target, 'server.mjs')] }),
  },
  {
    name: 'nest',
    title: 'Nest + TypeORM',
    leavesOut: ALL_LEAVE_OUT,
    folder: 'nest',
    manifest: 'package.json',
    install: installWithNpm,
    start: async (target) => {
      await compile(target);
      return { command: process.execPath, args: () => [join(target, 'dist/main.js')] };
    },
  },
  {
    name: 'fastapi',
    title: 'FastAPI + SQLAlchemy',
    leavesOut: ALL_LEAVE_OUT,
    folder: 'fastapi',
    manifest: 'requirements.txt',
    install: installWithPip,
    start: (target) => ({
      command: join(target, 'venv/bin/uvicorn'),
      args: (port) => ['app.main:app', '--host', '127.0.0.1', '--port', String(port), '--no-access-log'],
    }),
  },
];

/** How to start it, once it is installed. */
export async function prepared(peer) {
  const cwd = await installed(peer);
  return { ...(await peer.start(cwd)), cwd, name: peer.name };
}
