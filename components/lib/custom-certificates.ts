import { type Problem, UserError } from "../../tenants/errors.ts";
import type { Tenant } from "../../tenants/schema.ts";
import { parseCustomCertificate } from "./custom-certificate.ts";

/** The base name of a tenant's own certificate among those of the edge. No host name has no dot, and two stacks can have a tenant of one slug. */
export function customCertificateName(stack: string, slug: string): string {
  return `custom-${stack}-${slug}`;
}

/**
 * Parses the certificates that a stack's configuration holds for its tenants.
 *
 * @param file the stack's file, for the messages
 * @param values the decrypted `chalan:certificates`: PEM texts by slug
 * @returns the checked PEM text of every tenant with `certificate: custom`, by slug
 * @throws UserError with every problem of every tenant; never with a part of a text
 */
export function parseCustomCertificates(
  file: string,
  values: object,
  tenants: readonly Tenant[],
  now: Date,
): Record<string, string> {
  const problems: Problem[] = [];
  const at = (slug: string) => ({ path: `chalan:certificates.${slug}`, line: 0, column: 0 });
  const texts = new Map(Object.entries(values));
  const strangers = [...texts.keys()].filter((slug) => !tenants.some((tenant) => tenant.slug === slug));
  if (strangers.length > 0)
    problems.push({
      path: "chalan:certificates",
      line: 0,
      column: 0,
      rule: `has ${strangers.length} ${strangers.length === 1 ? "entry" : "entries"} of no tenant`,
      remedy: "Name each by the tenant's slug, and take the others out with `pulumi config rm --path`.",
    });
  const parsed = tenants.flatMap(({ slug, names, state, certificate }) => {
    if (certificate !== "custom" || state === "archived") return [];
    const result = parseCustomCertificate(String(texts.get(slug) ?? ""), names, now);
    if ("pem" in result) return [[slug, result.pem] as const];
    problems.push(
      ...result.faults.map(({ rule, remedy }) => ({
        ...at(slug),
        rule,
        remedy: remedy.replace("<slug>", slug),
      })),
    );
    return [];
  });
  if (problems.length > 0) throw new UserError(file, problems);
  return Object.fromEntries(parsed);
}
