import type { LoggerService } from '@nestjs/common';

/** Says nothing, unless DEBUG asks for it; errors are always said. Where the test fails, it tells what was warned of. */
export const silence: LoggerService = {
  log: () => undefined,
  warn: (...words: unknown[]) => {
    globalThis.programSaid?.push(JSON.stringify(words, plain));
    if (process.env.DEBUG) console.warn(...words);
  },
  error: (...words: unknown[]) => console.error(...words),
};

/** Of an error without its stack, which Jest would take for that of the failure. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, message: value.message } : value;
}
