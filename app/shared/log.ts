import { hostname } from "node:os";
import { type Logger, type LoggerOptions, pino } from "pino";
import { appVersion } from "./directory.ts";
import { isoTime } from "./iso-time.ts";

export type { Logger };

/** Lines are written together once they are this many bytes, or this many milliseconds old: a write per request cost a third of it. */
const TOGETHER = { minLength: 4096, periodicFlush: 500 } as const;
/** What waits at most, where nobody takes the lines: further ones are lost, and the process lives. */
const WAITING_BYTES = 1024 * 1024;

/**
 * A logger that writes JSON lines to stdout. Nothing that names a person is ever passed to it: no addresses, bodies
 * or query strings.
 *
 * @param level pino's level
 * @param bindings written on every line, such as the process and the tenant
 */
export function createLogger(level: string, bindings: Record<string, string>): Logger {
  const options: LoggerOptions = {
    level,
    base: { ...bindings, instance: hostname(), version: appVersion },
    timestamp: isoTime(),
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, pino.destination({ dest: 1, sync: false, maxLength: WAITING_BYTES, ...TOGETHER }));
}
