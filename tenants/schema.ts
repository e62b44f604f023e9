/** The tenant file: its schema, defaults and documentation. Types are inferred from it, never written twice. */
import { z } from "zod";
import { AccessSchema, AddressesSchema, hostname, name, SettingsSchema, text } from "./fields.ts";
import * as formats from "./formats.ts";
import * as naming from "./naming.ts";

export const StateSchema = z.enum(["active", "suspended", "archived"]);
export const PlanSchema = z.enum(["small", "standard", "large"]);
export const CertificateSchema = z.enum(["automatic", "custom"]);
export const ModuleSchema = z.enum(["crews"]);

/** Most names that one certificate may hold are 100 (Let's Encrypt); apex, www and api are three of them. */
export const MAX_ALIASES = 97;

/** One tenant as it is written in the file. */
export const TenantSchema = z.strictObject({
  slug: text(naming.slugFault, {
    description: "Short name, forever: schema, role, containers and Redis keys are named after it.",
    examples: ["client4"],
    pattern: naming.SLUG_PATTERN.source,
  }),
  id: text(formats.idFault, {
    description: "Identity of the tenant, forever and never used again for another one.",
    examples: ["client4_001"],
    pattern: formats.ID_PATTERN.source,
  }),
  name: name("The tenant's name, for people."),
  domain: hostname("Host name of the tenant's site, without www.", naming.domainFault),
  www: z
    .boolean()
    .default(false)
    .meta({ description: "Whether www.<domain> is served as well; it needs its own DNS entry." }),
  apiDomain: hostname("Host name of the tenant's API; default: api.<domain>.").optional(),
  aliases: z
    .array(hostname("One more host name of the site."))
    .refine((list) => list.length <= MAX_ALIASES, {
      error: `must have at most ${MAX_ALIASES} entries`,
      params: { remedy: "Take some out: a certificate holds 100 names." },
    })
    .default([])
    .meta({ description: "More host names that lead to the site.", maxItems: MAX_ALIASES }),
  canonical: hostname(
    "The site's one name, to which its others redirect: domain, its www. or an alias; default: domain.",
  ).optional(),
  certificate: CertificateSchema.default("automatic").meta({
    description:
      "automatic: issued and renewed by the stack; custom: the tenant's own one, from chalan:certificates.<slug> of the stack.",
  }),
  state: StateSchema.default("active").meta({
    description:
      "active: served; suspended: a notice is served, nothing runs; archived: nothing runs, the data is kept.",
  }),
  maintenance: z.boolean().default(false).meta({
    description: "Whether the site says that it is under maintenance; web and worker run on.",
  }),
  access: AccessSchema.prefault({}).meta({
    description: "Who may come in at all, before any login; for staging.",
  }),
  assetBaseUrl: text(formats.assetBaseFault, {
    description: "Address of a CDN in front of the site's /assets/; default: the site itself.",
    examples: ["https://cdn.example.com"],
    pattern: formats.ASSET_BASE_PATTERN.source,
  }).optional(),
  plan: PlanSchema.default("small").meta({
    description: "Size: memory, processor, connections and rate limits.",
  }),
  modules: z
    .array(ModuleSchema)
    .refine((list) => new Set(list).size === list.length, {
      error: "must name each module once",
      params: { remedy: "Take out the repeated one." },
    })
    .default([])
    .meta({ description: "Modules that the tenant has beyond the basic ones.", uniqueItems: true }),
  settings: SettingsSchema.prefault({}).meta({ description: "How the tenant's site looks and speaks." }),
  addresses: AddressesSchema.optional().meta({
    description: "Fixed addresses. With one, a deploy stops the old container before it starts the new one.",
  }),
  version: text(formats.versionFault, {
    description: "Version of the app for this tenant only; default: the stack's.",
    examples: ["2.0.0"],
    pattern: formats.VERSION_PATTERN.source,
  }).optional(),
  passwordVersion: z.int().min(1).max(9999).default(1).meta({
    description: "Raise it to give the tenant's logins in the database and in Redis new passwords.",
  }),
  schema: text(naming.schemaFault, {
    description: "Database schema; default: tenant_<slug> with underscores for hyphens.",
    examples: ["tenant_client4"],
    pattern: naming.SCHEMA_PATTERN.source,
  }).optional(),
});

/** The whole file. */
export const TenantFileSchema = z
  .strictObject({ tenants: z.array(TenantSchema).meta({ description: "The stack's tenants." }) })
  .meta({
    title: "Tenants of one stack",
    description: "Who the tenants of a stack are; `pulumi up` makes the host agree.",
  });

export type TenantFields = z.output<typeof TenantSchema>;

/**
 * Gives a parsed tenant the names that follow from it.
 * @returns the tenant as the rest of the program knows it: nothing left open but pins, logo and version
 */
export const resolveTenant = (fields: TenantFields) => {
  const schema = fields.schema ?? naming.schemaName(fields.slug);
  return {
    ...fields,
    canonical: fields.canonical ?? fields.domain,
    apiDomain: fields.apiDomain ?? naming.apiHostname(fields.domain),
    settings: { ...fields.settings, name: fields.settings.name ?? fields.name },
    schema,
    role: naming.roleName(schema),
    names: naming.hostnames(fields),
  };
};

export type Tenant = ReturnType<typeof resolveTenant>;
