import { isIPv4 } from "node:net";
import { z } from "zod";
import { type Problem, UserError } from "../../tenants/errors.ts";
import { AccessSchema } from "../../tenants/fields.ts";
import { defaultImages, type ThirdPartyImage } from "./images.ts";

const subnet = z.string().refine(
  (text) => {
    const [address = "", prefix = ""] = text.split("/");
    return isIPv4(address) && /^(1[2-9]|2[0-4])$/.test(prefix);
  },
  { error: "must be an IPv4 network between /12 and /24, like 172.18.0.0/16" },
);
const port = z.int().min(1).max(65_535);
const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: "must be a host name" });
const word = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, { error: "must be lower-case letters, digits and hyphens" });

const ownEdge = z.strictObject({
  /** Name of the network, and of the proxy's container. */
  network: word,
  subnet,
  bindAddress: z.ipv4().default("0.0.0.0"),
  httpPort: port.default(80),
  httpsPort: port.default(443),
  email: z.email(),
  /** ACME directory, or `local` for an authority of this machine's own. */
  authority: z.union([z.literal("local"), z.url({ protocol: /^https$/ })]),
});

/** What a stack file may set under `chalan:`. The master secret is not here: it never becomes a plain value. */
const shape = z.strictObject({
  environment: z.enum(["local", "qa", "prod"]),
  dockerHost: z
    .string()
    .regex(/^(unix:\/\/\/|ssh:\/\/)\S+$/, { error: "must be unix:///path or ssh://user@host" })
    .default("unix:///var/run/docker.sock"),
  /** Default: tenants/<stack>.yaml. */
  tenantsFile: z.string().optional(),
  appVersion: z
    .string()
    .regex(/^[0-9]+\.[0-9]+\.[0-9]+[0-9a-z.-]*$/, { error: "must be a version like 2.0.0" }),
  /** First and last part of the shared containers' names: `chalan-phoenix` and `1` make `chalan-phoenix-db-1`. */
  names: z.strictObject({ prefix: word, suffix: z.string().regex(/^[a-z0-9-]+$/) }),
  /** The edge that this stack owns … */
  edge: ownEdge.optional(),
  /** … or the stack whose edge it joins. */
  edgeStack: word.optional(),
  /** Addresses under which the internet reaches the host of the edge; default: the public ones of this machine. */
  publicAddresses: z.array(z.union([z.ipv4(), z.ipv6()])).default([]),
  /** DNS servers that say where names point to, `address` or `address:port`; default: this machine's. */
  resolvers: z
    .array(
      z.string().regex(/^([0-9.]+(:[0-9]+)?|\[?[0-9a-f:]+\]?(:[0-9]+)?)$/, {
        error: "must be an IP address, with or without a port",
      }),
    )
    .default([]),
  /** ACME directory for the names of this stack alone, e.g. a staging authority; default: the edge's. */
  authority: z.url({ protocol: /^https$/ }).optional(),
  subnets: z.strictObject({ data: subnet, apps: subnet }),
  database: z.strictObject({
    name: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/),
    user: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/),
    port,
    hostNumber: z.int().min(2).max(250),
    memory: z.int().min(256),
    maxConnections: z.int().min(20).max(1000),
  }),
  redis: z.strictObject({ core: z.int().min(16), cache: z.int().min(16) }),
  pgadmin: z.strictObject({ domain, email: z.email(), port, access: AccessSchema.prefault({}) }).optional(),
  localAuthority: z.strictObject({ managementPort: port }).default({ managementPort: 15000 }),
  /** What the tenants of this stack may use together, in MiB and cores. */
  share: z.strictObject({ memory: z.int().min(64), cpus: z.number().positive() }),
  images: z
    .partialRecord(z.enum(Object.keys(defaultImages) as [ThirdPartyImage, ...ThirdPartyImage[]]), z.string())
    .default({}),
  /** Sender of the mails; needed with `chalan:smtpUrl`. */
  mailFrom: z
    .string()
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, {
      error: "must be a sender like ChalanPro <no-reply@example.com>",
    })
    .optional(),
  /** Raise it to give every derived password a new value. */
  passwordVersion: z.int().min(1).default(1),
});

const schema = shape.transform(({ edge, edgeStack, ...rest }, context) => {
  if ((edge === undefined) === (edgeStack === undefined)) {
    const message = "a stack has either an edge of its own or an edgeStack whose edge it joins";
    context.addIssue({ code: "custom", path: ["edge"], message });
    return z.NEVER;
  }
  return { ...rest, ownEdge: edge, joinedStack: edgeStack ?? "" };
});

export type Settings = z.output<typeof schema>;

/** Every key that a stack may set under `chalan:`. */
export const settingKeys: readonly string[] = [
  ...Object.keys(shape.shape),
  "masterSecret",
  "certificates",
  "smtpUrl",
];

/**
 * Parses a stack's configuration.
 *
 * @param file the stack file, for the messages
 * @param read gives the text of a key, JSON for anything but a plain word: the form in which Pulumi keeps it
 * @throws UserError with every problem at once, by key and rule; never with a value
 */
export function parseSettings(file: string, read: (key: string) => string | undefined): Settings {
  const raw = Object.keys(shape.shape).flatMap((key) => {
    const text = read(key);
    return text === undefined ? [] : [[key, parseValue(text)] as const];
  });
  const result = schema.safeParse(Object.fromEntries(raw));
  if (result.success) return result.data;
  throw new UserError(
    file,
    result.error.issues.map(
      ({ path, message }): Problem => ({
        path: `chalan:${path.join(".")}`,
        line: 0,
        column: 0,
        rule: message,
        remedy: "Correct it in the file, or with `pulumi config set --path`.",
      }),
    ),
  );
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
