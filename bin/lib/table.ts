/** What `bin/up` ends with: where everything is, and how to log in. */
import type { Outputs } from "./outputs.ts";

/** Rows in columns as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((cell, index) => Math.max(found[index] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

/** The table of addresses, then (only where they were shown to us: development stacks) of logins. */
export function summary(outputs: Outputs): string {
  const { tenants, pgadmin, postgres, caFile, logins } = outputs;
  const places = [
    ["TENANT", "PAGE", "API", "STATE"],
    ...tenants.map(({ slug, url, apiUrl, state }) => [slug, url, apiUrl, state]),
  ];
  const others = [
    ...(pgadmin ? [["pgAdmin", pgadmin.url]] : []),
    ...(postgres ? [["Postgres", `${postgres.host}:${postgres.port}, database ${postgres.database}`]] : []),
    ...(caFile ? [["CA", `${caFile} (curl --cacert ${caFile} …)`]] : []),
  ];
  const known = Array.isArray(logins) ? logins : [];
  const users = [
    ["LOGIN", "USER", "PASSWORD"],
    ...known.map(({ what, user, password }) => [what, user, password]),
  ];
  return [columns(places), columns(others), known.length > 0 ? columns(users) : ""]
    .filter(Boolean)
    .join("\n\n");
}
