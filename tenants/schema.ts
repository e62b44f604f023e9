/** The tenant file: its schema, defaults and documentation. Types are inferred from it, never written twice. */
import { z } from "zod";
import * as formats from "./formats.ts";
import * as naming from "./naming.ts";

type Documentation = { description: string; examples?: string[]; pattern?: string };

/** A text field whose rule is a function; the pattern only tells editors the same in their language. */
const text = (fault: (value: string) => naming.Fault | undefined, documentation: Documentation) =>
  z
    .string()
    .superRefine((value, context) => {
      const found = fault(value);
      if (found) context.addIssue({ code: "custom", message: found.rule, params: { remedy: found.remedy } });
    })
    .meta(documentation);

const hostname = (description: string, fault = naming.hostnameFault) =>
  text(fault, { description, examples: ["client4.example.com"], pattern: naming.HOSTNAME_PATTERN.source });

const address = (description: string) =>
  text(formats.addressFault, { description, examples: ["172.18.0.8"], pattern: formats.IPV4_PATTERN.source });

const name = (description: string) => text(formats.nameFault, { description, examples: ["Client Four"] });

export const StateSchema = z.enum(["active", "suspended", "archived"]);
export const PlanSchema = z.enum(["small", "standard", "large"]);
export const CertificateSchema = z.enum(["automatic", "custom"]);
export const ModuleSchema = z.enum(["crews"]);

const SettingsSchema = z.strictObject({
  name: name("Name that the site shows; default: the tenant's name.").optional(),
  locale: text(formats.localeFault, {
    description: "Language (es or en) and optional region of texts, dates and numbers (BCP 47).",
    examples: ["es-MX"],
    pattern: formats.LOCALE_PATTERN.source,
  }).default("es"),
  timeZone: text(formats.timeZoneFault, {
    description: "Time zone of the IANA list, in which the tenant's days begin and end.",
    examples: ["America/Phoenix"],
    pattern: formats.TIME_ZONE_PATTERN.source,
  }).default("UTC"),
  themeColor: text(formats.colorFault, {
    description: "Main colour of the site, #rrggbb.",
    examples: ["#1f6feb"],
    pattern: formats.COLOR_PATTERN.source,
  }).default("#1f6feb"),
  logo: text(formats.logoFault, {
    description: "Logo of the site: an https:// address or a path from the site's root.",
    examples: ["/media/logo.svg"],
    pattern: formats.LOGO_PATTERN.source,
  }).optional(),
});

const AddressesSchema = z.strictObject({
  nginx: address("Fixed address of the tenant's nginx on the edge network.").optional(),
  web: address("Fixed address of the tenant's web container on the data network.").optional(),
});

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
    .meta({ description: "More host names that show the same site.", maxItems: MAX_ALIASES }),
  certificate: CertificateSchema.default("automatic").meta({
    description:
      "automatic: issued and renewed by the stack; custom: the tenant's own one, from chalan:certificates.<slug> of the stack.",
  }),
  state: StateSchema.default("active").meta({
    description:
      "active: served; suspended: a notice is served, nothing runs; archived: nothing runs, the data is kept.",
  }),
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
    apiDomain: fields.apiDomain ?? naming.apiHostname(fields.domain),
    settings: { ...fields.settings, name: fields.settings.name ?? fields.name },
    schema,
    role: naming.roleName(schema),
    names: naming.hostnames(fields),
  };
};

export type Tenant = ReturnType<typeof resolveTenant>;
