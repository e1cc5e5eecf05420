import { destination, pino, type DestinationStream } from 'pino';
import type { Config } from '../config/config.js';
import { Log } from './log.js';
import { readable } from './readable.js';

const BUFFER_BYTES = 4_096;
const FLUSH_MS = 100;
/** If nobody reads the output, lines above this size are dropped instead of staying in memory. */
const LARGEST_BUFFER_BYTES = 16 * 1024 * 1024;
/** A full pipe is tried again every 100 ms: for 2 s when the program ends, until then for ever. */
const LAST_ATTEMPTS = 20;

type Output = DestinationStream & { flushSync?: () => void };

/**
 * The program's log: JSON lines in production, written in batches beside the requests; sentences otherwise.
 *
 * @param output where the lines go, instead of the standard output
 */
export function createLog({ logLevel, isProduction }: Pick<Config, 'logLevel' | 'isProduction'>, output?: Output): Log {
  const target = output ?? standardOutput(isProduction);
  const logger = pino(
    {
      level: logLevel,
      base: { pid: process.pid },
      messageKey: 'message',
      timestamp: isoTimes(),
      formatters: { level: (label) => ({ level: label }) },
    },
    isProduction ? target : forPeople(target),
  );
  return new Log(logger, { flush: () => flush(target), mayReveal: !isProduction });
}

/** ISO times, written once a millisecond: many lines have the same. */
function isoTimes(): () => string {
  let at = 0;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== at) text = `,"time":"${new Date((at = now)).toISOString()}"`;
    return text;
  };
}

function standardOutput(isProduction: boolean): Output {
  if (!isProduction) return { write: (line) => process.stdout.write(line) };
  let attempts = Infinity;
  const lines = destination({
    dest: process.stdout.fd,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_MS,
    maxLength: LARGEST_BUFFER_BYTES,
    retryEAGAIN: () => attempts-- > 0,
  });
  process.once('exit', () => {
    attempts = LAST_ATTEMPTS;
    flush(lines);
  });
  return lines;
}

function forPeople(output: Output): Output {
  const colours = process.stdout.isTTY && process.stdout.hasColors();
  return { write: (line) => output.write(readable(line, { colours })) };
}

/** Lines that can't be written any more must not keep the program from ending. */
function flush(output: Output): void {
  try {
    output.flushSync?.();
  } catch {
    // The reader of our output has gone.
  }
}
