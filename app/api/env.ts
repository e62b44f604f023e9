import { type WebEnvironment, webEnvironment } from "../contract.ts";
import { parseOrExplain } from "../shared/environment.ts";

/** Reads the api's environment. @throws UserError listing every bad variable, never a value */
export function readWebEnvironment(source: NodeJS.ProcessEnv = process.env): WebEnvironment {
  return parseOrExplain(webEnvironment, source, "The environment of `api`");
}
