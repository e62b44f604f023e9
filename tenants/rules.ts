/** Rules between the tenants of a file, and between them and their surroundings. Pure. */
import { type Network, pinFault } from "./addresses.ts";
import type { Finding, Path } from "./errors.ts";
import * as naming from "./naming.ts";
import { type Capacity, checkBudget } from "./plans.ts";
import { type Tenant, type TenantFields, TenantSchema } from "./schema.ts";

/** What a tenants' file must agree with. What is left out is not checked. */
export type Surroundings = {
  /** What the stack's tenants may use together. */
  readonly share?: Capacity | undefined;
  /** The networks of the pinned addresses: a tenant's nginx is on the edge, its web container on the data network. */
  readonly networks?:
    | { readonly nginx?: Network | undefined; readonly web?: Network | undefined }
    | undefined;
  /** Host names of shared services, like pgAdmin's. */
  readonly names?: readonly string[] | undefined;
  /** Tenants of other stacks on the same edge, which cannot have the same names or addresses. */
  readonly neighbours?: readonly Tenant[] | undefined;
};

/** The fields of a tenant that are valid by themselves: with these the rules find duplicates in a file with other mistakes too. */
type Readable = Partial<TenantFields>;

const fields = Object.entries(TenantSchema.shape);

function readable(data: unknown): Readable {
  if (typeof data !== "object" || data === null) return {};
  const values = new Map<string, unknown>(Object.entries(data));
  return Object.fromEntries(
    fields.flatMap(([key, schema]) => {
      const result = schema.safeParse(values.get(key));
      return result.success && result.data !== undefined ? [[key, result.data]] : [];
    }),
  );
}

/** A value that only one tenant can have. */
type Claim = { readonly kind: string; readonly value: string; readonly path: Path; readonly made?: string };

function claimsOf(tenant: Readable, index: number): Claim[] {
  const { slug, id, domain, www, apiDomain, aliases = [], addresses = {} } = tenant;
  const at = (...path: (string | number)[]): Path => ["tenants", index, ...path];
  const claim = (kind: string, value: string | undefined, path: Path, made?: string): Claim[] =>
    value === undefined ? [] : [{ kind, value, path, ...(made ? { made } : {}) }];
  return [
    ...claim("slug", slug, at("slug")),
    ...claim("id", id, at("id")),
    ...(tenant.schema === undefined
      ? claim("schema", slug && naming.schemaName(slug), at("slug"), "gives a schema that")
      : claim("schema", tenant.schema, at("schema"))),
    ...claim("host name", domain, at("domain")),
    ...aliases.flatMap((alias, position) => claim("host name", alias, at("aliases", position))),
    ...claim("host name", apiDomain, at("apiDomain")),
    ...(domain && www
      ? claim("host name", naming.wwwHostname(domain), at("www"), "gives a host name that")
      : []),
    ...(domain && !apiDomain
      ? claim("host name", naming.apiHostname(domain), at("domain"), "gives an api. name that")
      : []),
    ...Object.entries(addresses).flatMap(([role, address]) =>
      claim("address", address, at("addresses", role)),
    ),
  ];
}

const takenOutside = ({ names: shared = [], neighbours = [] }: Surroundings): [string, string][] => [
  ...shared.map((name): [string, string] => [`host name ${name}`, "by a shared service"]),
  ...neighbours.flatMap(({ slug, names, addresses = {} }) =>
    [
      ...names.map((name) => `host name ${name}`),
      ...Object.values(addresses).map((pin) => `address ${pin}`),
    ].map((claim): [string, string] => [claim, `by tenant ${slug} of another stack on this edge`]),
  ),
];

/** Explicit claims come before the ones that follow from another field, so that the finding is at what was written second. */
function duplicates(
  tenants: readonly Readable[],
  surroundings: Surroundings,
  describe: (path: Path) => string,
): Finding[] {
  const taken = new Map(takenOutside(surroundings));
  const reported = new Set<string>();
  return tenants.flatMap((tenant, index) =>
    claimsOf(tenant, index).flatMap(({ kind, value, path, made }) => {
      const owner = taken.get(`${kind} ${value}`);
      if (owner === undefined) taken.set(`${kind} ${value}`, `by ${describe(path)}`);
      // A repeated slug or domain repeats all that follows from it: once is enough.
      if (owner === undefined || reported.has(path.join("/"))) return [];
      reported.add(path.join("/"));
      const rule = `${made ?? `is a ${kind} that`} is already taken ${owner}`.replace(
        /^is a (?=[ai])/,
        "is an ",
      );
      return [{ path, rule, remedy: "Give each tenant its own." }];
    }),
  );
}

const pins = (tenants: readonly Readable[], networks: NonNullable<Surroundings["networks"]>): Finding[] =>
  tenants.flatMap(({ addresses = {} }, index) =>
    (["nginx", "web"] as const).flatMap((role) => {
      const [address, network] = [addresses[role], networks[role]];
      const fault = address !== undefined && network ? pinFault(address, network) : undefined;
      return fault ? [{ path: ["tenants", index, "addresses", role], ...fault }] : [];
    }),
  );

const canonicals = (tenants: readonly Readable[]): Finding[] =>
  tenants.flatMap(({ domain, www = false, aliases = [], canonical }, index) =>
    !domain || !canonical || naming.siteHostnames({ domain, www, aliases }).includes(canonical)
      ? []
      : [
          {
            path: ["tenants", index, "canonical"],
            rule: "must be one of the site's names",
            remedy: "Name its domain, its www. (with `www: true`) or one of its aliases.",
          },
        ],
  );

function budget(tenants: readonly Readable[], share: Capacity): Finding[] {
  const sized = tenants.flatMap(({ slug, plan, state }, index) =>
    plan && state ? [{ slug: slug ?? `tenants[${index}]`, plan, state }] : [],
  );
  const finding = checkBudget(sized, share);
  return finding ? [finding] : [];
}

/**
 * Holds all tenants against each other and their surroundings.
 * @param list the `tenants` list as it was read, valid or not
 * @param describe how to call the place of another value, like `tenants[0].domain on line 4`
 */
export function crossFindings(
  list: readonly unknown[],
  surroundings: Surroundings,
  describe: (path: Path) => string,
): Finding[] {
  const tenants = list.map(readable);
  const { networks = {}, share } = surroundings;
  return [
    ...duplicates(tenants, surroundings, describe),
    ...canonicals(tenants),
    ...pins(tenants, networks),
    ...(share ? budget(tenants, share) : []),
  ];
}
