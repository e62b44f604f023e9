/** What DNS says of a name, as far as it decides whether an authority will issue for it. */
import { Resolver } from "node:dns/promises";

/** Per query and server; every query is tried twice. */
const TIMEOUT_MILLISECONDS = 2_000;
const TRIES = 2;

/** The records, none, or the code with which the query failed, e.g. `ESERVFAIL`. */
export type Answer<T> = { readonly records: readonly T[] } | { readonly failed: string };

/** A CAA record (RFC 8659, section 4). */
export interface AuthorityRule {
  readonly critical: boolean;
  /** Lower case: `issue`, `issuewild`, `iodef` … */
  readonly tag: string;
  readonly value: string;
}

export interface NameRecords {
  readonly v4: Answer<string>;
  readonly v6: Answer<string>;
  /** The CAA records that hold for the name, and the domain that has them. */
  readonly rules: Answer<AuthorityRule>;
  readonly rulesAt: string;
}

/** @param servers `address` or `address:port`; empty for the machine's own */
export function resolverOf(servers: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MILLISECONDS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

/** Asks for everything side by side; never rejects. */
export async function recordsOf(resolver: Resolver, name: string): Promise<NameRecords> {
  const [v4, v6, rules] = await Promise.all([
    ask(resolver.resolve4(name)),
    ask(resolver.resolve6(name)),
    climb(resolver, name),
  ]);
  return { v4, v6, ...rules };
}

/** The first CAA records on the way from the name to the top-level domain (RFC 8659, section 3). */
async function climb(resolver: Resolver, name: string): Promise<Pick<NameRecords, "rules" | "rulesAt">> {
  const labels = name.split(".");
  for (let index = 0; index < labels.length; index++) {
    const rulesAt = labels.slice(index).join(".");
    const answer = await ask(resolver.resolveCaa(rulesAt));
    if ("failed" in answer) return { rules: answer, rulesAt };
    const records = answer.records.flatMap(({ critical, ...properties }) =>
      Object.entries(properties)
        .filter(([tag]) => tag !== "type")
        .map(([tag, value]) => ({ critical: critical > 0, tag: tag.toLowerCase(), value: String(value) })),
    );
    if (records.length > 0) return { rules: { records }, rulesAt };
  }
  return { rules: { records: [] }, rulesAt: "" };
}

/** That a name or a record does not exist is an answer. */
async function ask<T>(query: Promise<T[]>): Promise<Answer<T>> {
  try {
    return { records: await query };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return code === "ENOTFOUND" || code === "ENODATA" ? { records: [] } : { failed: code };
  }
}
