/**
 * Notes which versions a run that ended well has left serving.
 * Usage: node bin/lib/remember-deployment.ts <stack>
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { lasting, parseHistory, remember } from "./deployments.ts";
import { readVersions } from "./stack-versions.ts";

const [stack = ""] = process.argv.slice(2);
const file = `.state/${stack}/deployments.json`;
const versions = readVersions(stack);
const ids = JSON.parse(readFileSync(`.state/${stack}/images.json`, "utf8"));
const history = existsSync(file) ? parseHistory(readFileSync(file, "utf8")) : [];
const now = {
  at: new Date().toISOString(),
  stack: lasting(versions.stack, ids),
  tenants: Object.fromEntries(
    versions.tenants.map(({ slug, own }) => [slug, lasting(own ?? versions.stack, ids)]),
  ),
};
writeFileSync(`${file}.new`, `${JSON.stringify(remember(history, now), null, 1)}\n`);
renameSync(`${file}.new`, file);
