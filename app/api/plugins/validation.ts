import { Ajv, type Options, type ValidateFunction } from "ajv";
import type { FastifyInstance, FastifySchema } from "fastify";
import { isDate } from "../../shared/date.ts";

const INSTANT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** @returns whether the text is a moment with its zone, such as 2028-02-29T08:00:00-07:00 */
export function isInstant(text: string): boolean {
  const match = INSTANT.exec(text);
  return match !== null && isDate(match[1] ?? "");
}

const formats = {
  date: isDate,
  "date-time": isInstant,
  email: /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
};

/** Unknown fields are errors, never silently dropped. `allErrors` is off: one bad array must not cost much. */
const options: Options = {
  removeAdditional: false,
  useDefaults: true,
  allErrors: false,
  allowUnionTypes: true,
  formats,
};

/** @returns what tells whether a value could be a body of this shape, by the rules of all routes; for what comes in files */
export const bodyValidator = (schema: object): ValidateFunction => new Ajv(options).compile(schema);

/**
 * JSON bodies are taken as they are; query strings and paths hold text only, so there numbers are converted.
 *
 * A validator is made when the first request needs it: those of all routes, and what writes their answers (serialization.ts), were more
 * than half of the processor time that a start takes, and memory for routes that nobody asks.
 */
export function useValidation(app: FastifyInstance): void {
  const exact = new Ajv(options);
  const converting = new Ajv({ ...options, coerceTypes: true });
  app.setValidatorCompiler<FastifySchema>(({ schema, httpPart }) => {
    const rules = httpPart === "body" ? exact : converting;
    let validate: ValidateFunction | undefined;
    return (given) => {
      validate ??= rules.compile(schema);
      return validate(given) ? true : { error: validate.errors ?? [] };
    };
  });
}
