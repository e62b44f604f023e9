import { hostname } from "node:os";
import { type Logger, pino } from "pino";
import { appVersion } from "./directory.ts";

export type { Logger };

/**
 * A logger that writes JSON lines to stdout. Nothing that names a person is ever passed to it: no addresses, bodies
 * or query strings.
 *
 * @param level pino's level
 * @param bindings written on every line, such as the process and the tenant
 */
export function createLogger(level: string, bindings: Record<string, string>): Logger {
  return pino({
    level,
    base: { ...bindings, instance: hostname(), version: appVersion },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
