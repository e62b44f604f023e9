import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { parseSettings, type Settings } from "../../components/lib/settings.ts";

const StackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The settings of the `local` stack. @throws UserError when its file is not right */
export function localSettings(): Settings {
  const { config } = StackFile.parse(parse(readFileSync("Pulumi.local.yaml", "utf8")));
  return parseSettings("Pulumi.local.yaml", (key) => {
    const value = config[`chalan:${key}`];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
}
