/** What a stack's own file (`Pulumi.<stack>.yaml`) says about the surroundings of its tenants. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { subnetFault } from "./addresses.ts";
import { findingsOf } from "./issues.ts";
import { loadTenants, readSource, refuse } from "./load.ts";
import type { Fault } from "./naming.ts";
import type { Surroundings } from "./rules.ts";

const positive = z.number().refine((value) => value > 0, {
  error: "must be more than 0",
  params: { remedy: "Give memory in MiB and cpus in cores." },
});
const text = (fault: (value: string) => Fault | undefined) =>
  z.string().superRefine((value, context) => {
    const found = fault(value);
    if (found) context.addIssue({ code: "custom", message: found.rule, params: { remedy: found.remedy } });
  });
const stackName = text((value) =>
  /^[a-z][a-z0-9-]*$/.test(value)
    ? undefined
    : { rule: "must be the name of a stack", remedy: "Write it like `prod`." },
);

/** Loose, here and below: the file has many more keys, which Pulumi and the program check. */
const StackFile = z.looseObject({
  config: z
    .looseObject({
      "chalan:tenantsFile": z.string().optional(),
      "chalan:share": z.strictObject({ memory: positive, cpus: positive }).optional(),
      "chalan:edge": z.looseObject({ subnet: text(subnetFault).optional() }).optional(),
      "chalan:edgeStack": stackName.optional(),
      "chalan:subnets": z.looseObject({ data: text(subnetFault).optional() }).optional(),
      "chalan:pgadmin": z.looseObject({ domain: z.string().optional() }).optional(),
    })
    .optional(),
});

function readConfig(root: string, stack: string) {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return {};
  const source = readSource(file);
  refuse(file, source, source.data === undefined ? [] : findingsOf(StackFile, source.data));
  return StackFile.parse(source.data).config ?? {};
}

/** @returns the path of a stack's tenant file, seen from the project's folder */
export const tenantsFileOf = (root: string, stack: string): string =>
  readConfig(root, stack)["chalan:tenantsFile"] ?? `tenants/${stack}.yaml`;

/**
 * @param root folder of the project @param stack like `local`
 * @returns what the stack's file says, and that of the stack whose edge it joins; nothing of what they do not say
 * @throws UserError when it says something wrong, or when the stack whose edge is joined has a faulty tenant file
 */
export function readSurroundings(root: string, stack: string): Surroundings {
  const own = readConfig(root, stack);
  const joined = own["chalan:edgeStack"];
  const owner = joined === undefined ? own : readConfig(root, joined);
  const network = (name: string, subnet: string | undefined) =>
    subnet === undefined ? undefined : { name, subnet };
  return {
    share: own["chalan:share"],
    networks: {
      nginx: network("edge", owner["chalan:edge"]?.subnet),
      web: network("data", own["chalan:subnets"]?.data),
    },
    names: [...new Set([own, owner])].flatMap((config) => config["chalan:pgadmin"]?.domain ?? []),
    neighbours: joined === undefined ? [] : loadTenants(join(root, tenantsFileOf(root, joined))),
  };
}
