/**
 * The end of `bin/up`: the local CA's root, a real request to each tenant, the table of addresses (to `table`).
 * Usage: node bin/lib/finish-up.ts <outputs.json> <port of the local CA's management, or 0> <table> <seconds to wait> <ACME directory of the
 * stack's own, or nothing>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readHeld } from "./certificates/held.ts";
import { updateBundle } from "./local-ca.ts";
import { parseOutputs } from "./outputs.ts";
import { summary } from "./table.ts";
import { trustOf, trustRemark } from "./trust.ts";
import { targetsOf, verify } from "./verify.ts";

const [file = "", port = "0", table = "", seconds = "90", authority = ""] = process.argv.slice(2);
const outputs = parseOutputs(readFileSync(file, "utf8"));
const ca = outputs.caFile && Number(port) > 0 ? await updateBundle(outputs.caFile, Number(port)) : undefined;
const trust = trustOf(ca, authority);
const problems = await verify(
  targetsOf(outputs.tenants, readHeld(join(dirname(file), "held-names.json"))),
  Number(seconds) * 1000,
  trust,
);
const text = [summary(outputs), trustRemark(trust)].filter(Boolean).join("\n\n  ");
writeFileSync(table, `${text}\n`, { mode: 0o600 });
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exitCode = 1;
}
