export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** @returns the values as a query, with its question mark; what is empty is left out */
export function toQuery(values: QueryValues): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value != null && value !== "") query.set(name, String(value));
  }
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** @returns a path of this site to go on to after signing in: never another site's address */
export function safeNext(wanted: unknown): string {
  return typeof wanted === "string" && /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}
