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
/** The context that prints mails in development: their links are not masked. */
const MAILER = 'Mailer';

/**
 * The logger of the program and of Nest. After the message, there may be fields, an Error, and, as in Nest, a stack
 * trace and last the context. Secrets are masked at any depth, the length of lines is bounded, and logging never throws
 * or waits.
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

  /** Errors while Nest assembles the program are reported by the start. */
  error(message: unknown, ...more: unknown[]): void {
    this.write(more.at(-1) === 'ExceptionHandler' ? 'debug' : 'error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  /** Nest's name for `info`. Its messages about assembling the modules are left out. */
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

  /** Nest's name for `trace`. */
  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  /** Flushes the buffer; call it before the program ends. */
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
