/** `node tenants/validate.ts <stack | file>`: the check that bin/up makes before anything is touched. */
import { basename, dirname, join, relative } from "node:path";
import { UserError } from "./errors.ts";
import { loadTenants } from "./load.ts";
import { readSurroundings, tenantsFileOf } from "./stack.ts";

const root = relative(process.cwd(), dirname(import.meta.dirname));

/** @returns the answer for a person; without a share in the stack's file the budget cannot be checked, and it says so */
function validate(argument: string): string {
  const isFile = /\.ya?ml$/.test(argument);
  const stack = isFile ? basename(argument).replace(/\.ya?ml$/, "") : argument;
  const surroundings = readSurroundings(root, stack);
  const { length } = loadTenants(isFile ? argument : join(root, tenantsFileOf(root, stack)), surroundings);
  const note = surroundings.share ? "" : ` (budget not checked: no chalan:share in Pulumi.${stack}.yaml)`;
  return `${length} ${length === 1 ? "tenant" : "tenants"}, ok${note}`;
}

const [argument, ...rest] = process.argv.slice(2);
if (!argument || rest.length > 0) {
  console.error("usage: node tenants/validate.ts <stack | file>");
  process.exitCode = 2;
} else
  try {
    console.log(validate(argument));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
