import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';
import { presentable, presentableText } from './presentable.js';

const ASSEMBLY = new Set<unknown>([
  'NestFactory',
  'NestApplication',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'WebSocketsController',
]);
/** Who prints the mails of development, which are there to be read, links and all. */
const MAILER = 'Mailer';

/**
 * Writes lines for the operator, for Nest and for ourselves alike. After the message may come fields, an Error, and,
 * as Nest does it, a stack and last of all the name of who speaks. Secrets are masked at any depth, lines are bounded,
 * and nothing here ever throws or waits.
 */
export class Log implements LoggerService {
  constructor(
    private readonly logger: Logger,
    private readonly output: { flush: () => void; mayReveal: boolean },
  ) {}

  /** A log whose every line also has these fields: `log.child({ request_id })`. */
  child(fields: Record<string, unknown>): Log {
    return new Log(this.logger.child(presentable(fields)), this.output);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** What goes wrong while Nest puts the program together is said by whoever starts it. */
  error(message: unknown, ...more: unknown[]): void {
    this.write(more.at(-1) === 'ExceptionHandler' ? 'debug' : 'error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  /** Nest's word for `info`; how it puts the program together, piece by piece, is of interest to few. */
  log(message: unknown, ...more: unknown[]): void {
    if (more.at(-1) === MAILER && this.output.mayReveal) this.logger.info({ context: MAILER }, String(message));
    else this.write(ASSEMBLY.has(more.at(-1)) ? 'debug' : 'info', message, more);
  }

  info(message: unknown, ...more: unknown[]): void {
    this.write('info', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  /** Nest's word for `trace`. */
  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  /** Writes what waits in the buffer: before the program ends. */
  flush(): void {
    this.output.flush();
  }

  private write(level: Level, message: unknown, more: unknown[]): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const { text, fields } = understand(message, more);
    this.logger[level](fields, text);
  }
}

function understand(message: unknown, more: unknown[]): { text: string; fields: Record<string, unknown> } {
  const words: string[] = [];
  const fields: Record<string, unknown> = {};
  const rest = [...more];
  if (typeof rest.at(-1) === 'string' && !isStack(rest.at(-1))) fields.context = rest.pop();
  for (const part of [message, ...rest]) {
    if (part instanceof Error) Object.assign(fields, presentable({ error: part }));
    else if (isStack(part)) fields.error ??= { stack: presentableText(part) };
    else if (typeof part === 'object' && part !== null) Object.assign(fields, presentable(part));
    else if (part !== undefined) words.push(`${part as string}`);
  }
  if (words.length === 0) words.push((fields.error as Error | undefined)?.message ?? '');
  return { text: presentableText(words.join(' ')), fields };
}

function isStack(part: unknown): part is string {
  return typeof part === 'string' && /\n[ \t]+at /.test(part);
}
