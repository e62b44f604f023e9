/**
 * The line that `bin/up --json` ends with.
 * Usage: pulumi stack history --json --page-size 1 | node bin/lib/changes.ts <seconds> [nothing]
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const history = z
  .tuple([z.object({ resourceChanges: z.record(z.string(), z.number()).default({}) })])
  .rest(z.unknown());

type Changes = Readonly<Record<string, number>>;

/** What the last update did, from Pulumi's history. */
export const lastChanges = (text: string): Changes => history.parse(JSON.parse(text))[0].resourceChanges;

/** What a run did that found nothing to do: all that the last update left behind is the same. */
export const nothingAfter = (last: Changes): Changes => ({
  same: ["create", "update", "replace", "same"].reduce((sum, operation) => sum + (last[operation] ?? 0), 0),
});

/** The line itself; `seconds` is how long all of it took. */
export function changesLine(changes: Changes, seconds: number): string {
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
  const [seconds, changed] = process.argv.slice(2);
  const last = lastChanges(readFileSync(0, "utf8"));
  console.log(changesLine(changed === "nothing" ? nothingAfter(last) : last, Number(seconds)));
}
