/** The outputs of the stack that the commands read, checked once. */
import { z } from "zod";

const tenant = z.object({
  slug: z.string(),
  url: z.url(),
  apiUrl: z.url(),
  state: z.string(),
  open: z.boolean(),
});
const login = z.object({ what: z.string(), user: z.string(), password: z.string() });

const outputs = z.object({
  tenants: z.array(tenant),
  pgadmin: z.object({ url: z.url(), email: z.string() }).nullable(),
  postgres: z.object({ host: z.string(), port: z.number(), database: z.string() }),
  caFile: z.string().nullable(),
  logins: z.array(login).or(z.literal("[secret]")),
});

export type Outputs = z.infer<typeof outputs>;
export type TenantOutput = Outputs["tenants"][number];

/** Parses `pulumi stack output --json`. Throws a ZodError that names the output, never its value. */
export const parseOutputs = (text: string): Outputs => outputs.parse(JSON.parse(text));
