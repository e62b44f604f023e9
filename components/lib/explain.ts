import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../tenants/errors.ts";

/** Runs `parse`; the operator's mistakes end the program as they are, without a stack trace. */
export function explain<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UserError ? new pulumi.RunError(`\n${error.message}`) : error;
  }
}
