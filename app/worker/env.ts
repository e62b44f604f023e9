import { type WorkerEnvironment, workerEnvironment } from "../contract.ts";
import { parseOrExplain } from "../shared/environment.ts";

/** Reads the worker's environment. @throws UserError listing every bad variable, never a value */
export function readWorkerEnvironment(source: NodeJS.ProcessEnv = process.env): WorkerEnvironment {
  return parseOrExplain(workerEnvironment, source, "The environment of `worker`");
}
