/**
 * The end of `bin/up`: the local CA's root, a real request to each tenant, the table of addresses (to `table`).
 * Usage: node bin/lib/finish-up.ts <outputs.json> <port of the local CA's management, or 0> <table> <seconds to wait>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readHeld } from "./certificates/held.ts";
import { updateBundle } from "./local-ca.ts";
import { parseOutputs } from "./outputs.ts";
import { summary } from "./table.ts";
import { targetsOf, verify } from "./verify.ts";

const [file = "", port = "0", table = "", seconds = "90"] = process.argv.slice(2);
const outputs = parseOutputs(readFileSync(file, "utf8"));
const ca = outputs.caFile && Number(port) > 0 ? await updateBundle(outputs.caFile, Number(port)) : undefined;
const problems = await verify(
  targetsOf(outputs.tenants, readHeld(join(dirname(file), "held-names.json"))),
  Number(seconds) * 1000,
  ca,
);
writeFileSync(table, `${summary(outputs)}\n`, { mode: 0o600 });
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}
