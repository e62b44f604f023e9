/**
 * The one statement of what the app's processes read from their environment.
 *
 * The infrastructure's test imports this file and nothing else of the app, and holds the containers'
 * environment against it. Messages state the rule and the remedy, never the value: some values are secrets.
 */
import * as z from "zod";

const url = (protocols: readonly string[], what: string) =>
  z.string({ error: `is missing: give the ${what} as a URL` }).refine(
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : undefined;
      return parsed !== undefined && protocols.includes(parsed.protocol) && parsed.hostname !== "";
    },
    { error: `must be a ${what} URL that starts with ${protocols.map((name) => `${name}//`).join(" or ")}` },
  );

const text = (pattern: RegExp, rule: string) =>
  z.string({ error: `is missing: ${rule}` }).regex(pattern, { error: `must be ${rule}` });

const whole = (fallback: number, minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, { error: `must be a whole number from ${minimum} to ${maximum}` })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(minimum, { error: `must be at least ${minimum}` })
        .max(maximum, { error: `must be at most ${maximum}` }),
    )
    .default(fallback);

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `must be one of ${values.join(", ")}` });

const databaseUrl = url(["postgresql:", "postgres:"], "PostgreSQL");
const redisUrl = url(["redis:", "rediss:"], "Redis");
const environment = oneOf(["local", "qa", "prod"]);
const logLevel = oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info");

const slug = text(/^[a-z0-9][a-z0-9-]{0,62}$/, "1 to 63 lower-case letters, digits or hyphens");
const identifier = text(/^[a-z_][a-z0-9_]{0,62}$/, "1 to 63 lower-case letters, digits or underscores");
const tenantId = text(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, "1 to 63 letters, digits, underscores or hyphens");

// Loose objects on purpose: a process's environment always holds other variables (PATH, HOSTNAME …).

/** Environment of the `api` process, one per tenant. */
export const webEnvironment = z.object({
  TENANT_SLUG: slug,
  TENANT_ID: tenantId,
  TENANT_SCHEMA: identifier,
  TENANT_MODE: z.literal("schema", { error: "must be schema" }),
  ENVIRONMENT: environment,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  REDIS_CACHE_URL: redisUrl,
  PORT: whole(8000, 1, 65_535),
  /** Of GET /metrics; a port of its own, so that no way leads there from outside. */
  METRICS_PORT: whole(9464, 1, 65_535),
  LOG_LEVEL: logLevel,
  DATABASE_POOL_MAX: whole(3, 1, 100),
  /** Where the tenant's files are: a volume of its own. */
  MEDIA_FOLDER: text(/^\/[^\0]+$/, "an absolute path").default("/var/lib/chalan/media"),
  /** Requests per minute, of the whole tenant and of one person, instead of the plan's; for benchmarks. */
  REQUESTS_PER_MINUTE: whole(0, 0, 999_999).transform((value) => (value === 0 ? undefined : value)),
});

/** Environment of the `worker` process, and of `jobs`. */
export const workerEnvironment = z
  .object({
    ENVIRONMENT: environment,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    PORT: whole(8001, 1, 65_535),
    LOG_LEVEL: logLevel,
    SMTP_URL: url(["smtp:", "smtps:"], "mail server").optional(),
    MAIL_FROM: text(
      /^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/,
      "a sender such as ChalanPro <no-reply@example.com>",
    ).optional(),
    /** Where letters are kept as .eml files instead of being sent, for development; without either, jobs that send fail. */
    MAILBOX_FOLDER: text(/^\/[^\0]+$/, "an absolute path").optional(),
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    error: "is missing: with SMTP_URL, give the sender of the mails",
    path: ["MAIL_FROM"],
  })
  .refine(({ SMTP_URL, MAILBOX_FOLDER }) => SMTP_URL === undefined || MAILBOX_FOLDER === undefined, {
    error: "must be left out with SMTP_URL: letters are either sent or kept",
    path: ["MAILBOX_FOLDER"],
  });

/** Environment of `seed`: that of the tenant's `api`, and the password of the users that it makes. */
export const seedEnvironment = z.object({
  TENANT_SLUG: slug,
  ENVIRONMENT: environment,
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: logLevel,
  SEED_PASSWORD: text(/^.{12,128}$/su, "12 to 128 characters").optional(),
});

/** Environment of every `migrate` command; `migrate tenant` reads TENANT besides. */
export const migrateEnvironment = z.object({
  MIGRATOR_DATABASE_URL: databaseUrl,
  TENANT: z.string().optional(),
});

/** The tenant that `migrate tenant` gets as JSON in TENANT; mirrors the infrastructure's tenant file. */
export const tenantDocument = z.strictObject({
  slug,
  id: tenantId,
  name: z.string().min(1).max(200),
  schema: identifier,
  role: identifier,
  domain: z.string().min(1).max(253),
  state: oneOf(["active", "suspended", "archived"]),
  plan: oneOf(["small", "standard", "large"]),
  modules: z.array(text(/^[a-z][a-z0-9_]{0,30}$/, "the name of a module")),
  settings: z.strictObject({
    name: z.string().min(1).max(200),
    locale: z.string().min(2).max(35),
    timeZone: z.string().min(1).max(64),
    themeColor: text(/^#[0-9A-Fa-f]{6}$/, "a colour such as #0b5fff"),
    logo: z.string().max(2000).nullish(),
  }),
});

export type WebEnvironment = z.output<typeof webEnvironment>;
export type WorkerEnvironment = z.output<typeof workerEnvironment>;
export type MigrateEnvironment = z.output<typeof migrateEnvironment>;
export type TenantDocument = z.output<typeof tenantDocument>;
