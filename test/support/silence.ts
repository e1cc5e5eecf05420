import type { LoggerService } from '@nestjs/common';

/** Says nothing, unless DEBUG asks for it; errors are always said. */
export const silence: LoggerService = {
  log: () => undefined,
  warn: (...words: unknown[]) => (process.env.DEBUG ? console.warn(...words) : undefined),
  error: (...words: unknown[]) => console.error(...words),
};
