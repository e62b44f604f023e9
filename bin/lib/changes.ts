/**
 * The line that `bin/up --json` ends with.
 * Usage: pulumi stack history --json --page-size 1 | node bin/lib/changes.ts <seconds>
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const history = z
  .tuple([z.object({ resourceChanges: z.record(z.string(), z.number()).default({}) })])
  .rest(z.unknown());

/** What the last update did, from Pulumi's history, and how long all of it took (seconds). */
export function changesLine(text: string, seconds: number): string {
  const [{ resourceChanges: changes }] = history.parse(JSON.parse(text));
  const count = (operation: string): number => changes[operation] ?? 0;
  return JSON.stringify({
    created: count("create"),
    updated: count("update"),
    replaced: count("replace"),
    deleted: count("delete"),
    same: count("same"),
    seconds,
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(changesLine(readFileSync(0, "utf8"), Number(process.argv[2])));
}
