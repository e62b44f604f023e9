/** `node tenants/json-schema.ts [--check]`: writes, or checks, the JSON Schema that gives editors completion and checks. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { TenantFileSchema } from "./schema.ts";

/** @returns the file's text. Draft 7, as that is what the YAML language server knows best; the input's side, so defaults are optional. */
export const jsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(TenantFileSchema, { target: "draft-7", io: "input" }), null, 2)}\n`;

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

if (import.meta.main) {
  const file = join(import.meta.dirname, "tenants.schema.json");
  if (!process.argv.includes("--check")) writeFileSync(file, jsonSchema());
  else if (read(file) !== jsonSchema()) {
    console.error("tenants/tenants.schema.json is out of date: run `npm run schema` and commit the result.");
    process.exitCode = 1;
  }
}
