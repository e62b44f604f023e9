import { createHash } from "node:crypto";
import type { Migration } from "./files.ts";

/**
 * What `public.tenant_ledgers()` answers for a module when exactly these migrations are applied
 * (migrations/public/0004_ledgers.sql computes the same text).
 */
export function fingerprint(migrations: readonly Pick<Migration, "version" | "checksum">[]): string {
  const text = migrations.map(({ version, checksum }) => `${version}:${checksum}`).join(",");
  return createHash("sha256").update(text).digest("hex");
}
