/** Every name that is made from a tenant, and the rules that keep those names valid and apart. */

/** What is wrong with one value (a sentence without its subject) and what to do about it. */
export type Fault = { readonly rule: string; readonly remedy: string };

/** PostgreSQL cuts identifiers at 63 bytes (NAMEDATALEN - 1, "Identifiers and Key Words"). */
export const IDENTIFIER_BYTES = 63;
/** RFC 1035 2.3.4: a label has at most 63 octets. */
export const LABEL_BYTES = 63;
/**
 * RFC 1035 allows 253, but nginx-proxy sets `server_names_hash_bucket_size 128`, and a name takes a pointer, itself and two bytes rounded up
 * to eight, and an end mark. With a longer one nginx refuses its whole configuration, for every tenant (measured).
 */
export const HOSTNAME_BYTES = 110;
/** The longest prefix that a domain gets (`www.`, `api.`). */
const PREFIX_BYTES = 4;
/**
 * Longest slug. A container is `chalan-<slug>-nginx-<stack>-<suffix>` and its network alias is one DNS label:
 * 63 - 33 (7 + 6 + 1 + 10 for the stack + 1 + 8) = 30. The role `tenant_<slug>_app` (11 + 30) fits 63 as well.
 */
export const SLUG_LENGTH = 30;
/** Longest schema, so that `<schema>_app_<version>` is still a whole identifier. */
export const SCHEMA_LENGTH = IDENTIFIER_BYTES - "_app_9999".length;

/** Starts with a letter (Docker, PostgreSQL, DNS), single hyphens inside (so never `xn--`), 2 to 30 characters. */
export const SLUG_PATTERN = /^(?=.{2,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const SCHEMA_PATTERN = /^(?=.{8,54}$)tenant_[a-z0-9_]+$/;
/** At least two labels of RFC 1035 in lower case, the last one not a number (so never an IPv4 address). */
export const HOSTNAME_PATTERN =
  /^(?=.{3,110}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

const words = (text: string) => text.trim().split(/\s+/);

/** Slugs that would meet a name of the stack itself, by what they would meet. */
export const RESERVED_SLUGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "a schema or database": "public postgres template0 template1 information-schema pg catalog reference",
    "a database role": "app ddl migrator backup control root superuser",
    "a Redis user": "default worker",
    "a shared container":
      "nginx-proxy proxy edge generator dockergen docker-gen letsencrypt companion acme pebble challtestsrv " +
      "db database redis redis-core redis-cache cache core pgadmin web nginx migrate shared",
    "a host name":
      "www api admin mail smtp imap pop mx ftp ns ns1 ns2 autoconfig autodiscover localhost static cdn status",
    "a stack": "prod production qa local test",
    "a word of the commands": "all none new tenant tenants chalan",
  }).flatMap(([meets, slugs]) => words(slugs).map((slug) => [slug, meets] as const)),
);
/** `a-app` would have the schema `tenant_a_app`, the role of `a`; `a-web` the container name of `a`'s web. */
const RESERVED_ENDINGS = ["app", "web", "nginx", "worker", "migrate"];

/** @returns the schema of a slug; distinct slugs have distinct schemas, as a slug has no underscore */
export const schemaName = (slug: string): string => `tenant_${slug.replaceAll("-", "_")}`;
/** @returns the tenant's role, which can use this schema only; nobody logs in as it */
export const roleName = (schema: string): string => `${schema}_app`;
/** @returns the login that becomes the tenant's role; each version of its password has one of its own */
export const loginName = (role: string, version: number): string => `${role}_${version}`;
/** @returns the tenant's user in the Redis ACL; each version of its password has one of its own. No slug has a dot. */
export const redisUser = (slug: string, version: number): string => `${slug}.${version}`;
/** @returns the prefix of all the tenant's Redis keys and channels; the braces are Redis' hash tag */
export const keyPrefix = (slug: string): string => `t:{${slug}}:`;
/** @returns the default host name of the tenant's API */
export const apiHostname = (domain: string): string => `api.${domain}`;
/** @returns the apex's `www.` name */
export const wwwHostname = (domain: string): string => `www.${domain}`;

/** @returns the host names of a tenant's site: apex, www, aliases; each of them can be the canonical one */
export const siteHostnames = (tenant: {
  readonly domain: string;
  readonly www: boolean;
  readonly aliases: readonly string[];
}): string[] => [tenant.domain, ...(tenant.www ? [wwwHostname(tenant.domain)] : []), ...tenant.aliases];

/** @returns all host names of a tenant in the order apex, www, api, aliases */
export const hostnames = (tenant: {
  readonly domain: string;
  readonly www: boolean;
  readonly apiDomain?: string | undefined;
  readonly aliases: readonly string[];
}): string[] => [
  tenant.domain,
  ...(tenant.www ? [wwwHostname(tenant.domain)] : []),
  tenant.apiDomain ?? apiHostname(tenant.domain),
  ...tenant.aliases,
];

/** @returns what forbids this slug, if anything does */
export function slugFault(slug: string): Fault | undefined {
  if (!SLUG_PATTERN.test(slug))
    return {
      rule: `must be 2 to ${SLUG_LENGTH} lower-case letters, digits and single hyphens, starting with a letter`,
      remedy: "Write it like `client4` or `north-side`.",
    };
  const meets = RESERVED_SLUGS.get(slug);
  if (meets) return { rule: `is reserved: it would be taken for ${meets}`, remedy: "Choose another slug." };
  const ending = RESERVED_ENDINGS.find((word) => slug.endsWith(`-${word}`));
  if (ending)
    return {
      rule: `must not end in -${ending}: the stack gives that ending to its own names`,
      remedy: "Choose another slug.",
    };
  return undefined;
}

/** @returns what forbids this schema name, if anything does */
export function schemaFault(schema: string): Fault | undefined {
  if (!SCHEMA_PATTERN.test(schema))
    return {
      rule: `must be tenant_ and lower-case letters, digits or underscores, ${SCHEMA_LENGTH} characters at most`,
      remedy: "Write it like `tenant_client4`, or leave it out: it follows from the slug.",
    };
  if (schema.endsWith("_app"))
    return {
      rule: "must not end in _app: that is the ending of the tenants' roles",
      remedy: "Choose another schema name.",
    };
  return undefined;
}

/** The usual slips first, so that each gets its own remedy; the pattern has the last word. */
const HOSTNAME_SLIPS: readonly (readonly [RegExp, string, string])[] = [
  [/[/@]/, "must be a host name only", "Leave out https://, any user and any path."],
  [/:/, "must not have a port", "Leave out the port: the edge answers on 80 and 443."],
  [
    /\*/,
    "must not have a wildcard",
    "List each name under `aliases`: a wildcard certificate cannot be had over HTTP.",
  ],
  [/\s/, "must not have spaces", "Write one host name."],
  [/\.$/, "must not end in a dot", "Leave out the last dot."],
  [/[A-Z]/, "must be in lower case", "Write it in lower case."],
  [/[^ -~]/, "must be ASCII", "Write the punycode form, which starts with xn--."],
  [/^[0-9.]+$/, "must not be an IP address", "Write a host name: certificates are issued for names."],
  [/_/, "must not have an underscore (RFC 1035)", "Use a hyphen."],
  [/^[^.]*$/, "must have at least two labels", "Write the whole name, like `client4.example.com`."],
];

/** @returns what forbids this host name, if anything does */
export function hostnameFault(name: string): Fault | undefined {
  for (const [slip, rule, remedy] of HOSTNAME_SLIPS) if (slip.test(name)) return { rule, remedy };
  if (name.length > HOSTNAME_BYTES || name.split(".").some((label) => label.length > LABEL_BYTES))
    return {
      rule: `must have labels of at most ${LABEL_BYTES} characters (RFC 1035) and at most ${HOSTNAME_BYTES} in all (nginx)`,
      remedy: "Use a shorter name.",
    };
  if (!HOSTNAME_PATTERN.test(name))
    return {
      rule: "must be labels of letters, digits and inner hyphens, joined by dots, the last one starting with a letter",
      remedy: "Write it like `client4.example.com`.",
    };
  return undefined;
}

/** @returns what forbids this apex domain, which also gets `www.` and `api.` in front */
export function domainFault(domain: string): Fault | undefined {
  const fault = hostnameFault(domain);
  if (fault) return fault;
  if (domain.startsWith("www."))
    return {
      rule: "must be the bare name, without its www",
      remedy: "Leave out `www.` and set `www: true`.",
    };
  if (domain.length > HOSTNAME_BYTES - PREFIX_BYTES)
    return {
      rule: `must leave room for www. and api.: ${HOSTNAME_BYTES - PREFIX_BYTES} characters at most`,
      remedy: "Use a shorter name.",
    };
  return undefined;
}
