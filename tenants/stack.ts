/** What a stack's own file (`Pulumi.<stack>.yaml`) says about the surroundings of its tenants. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { settingKeys } from "../components/lib/settings.ts";
import { subnetFault } from "./addresses.ts";
import type { Finding } from "./errors.ts";
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

/** Pulumi takes any key; a misspelt one would be a setting that does not hold. */
function unknownKeys(data: unknown): Finding[] {
  const known = new Set(settingKeys.map((key) => `chalan:${key}`));
  return Object.keys(Object(Object(data).config))
    .filter((key) => key.startsWith("chalan:") && !known.has(key))
    .map((key) => ({
      path: ["config", key],
      rule: "is no setting of a stack",
      remedy: `Use one of these: ${settingKeys.join(", ")}.`,
    }));
}

function readConfig(root: string, stack: string) {
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return {};
  const source = readSource(file);
  const findings = source.data === undefined ? [] : findingsOf(StackFile, source.data);
  refuse(file, source, [...findings, ...unknownKeys(source.data)]);
  return StackFile.parse(source.data).config ?? {};
}

/** @returns the path of a stack's tenant file, seen from the project's folder */
export const tenantsFileOf = (root: string, stack: string): string =>
  readConfig(root, stack)["chalan:tenantsFile"] ?? `tenants/${stack}.yaml`;

/** The other stacks that route names on the edge which `owner` owns: a name must be unique over all of them. */
function othersOnEdge(root: string, stack: string, owner: string): string[] {
  const stacks = readdirSync(root || ".").flatMap(
    (file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? [],
  );
  return stacks.filter(
    (other) => other !== stack && (other === owner || readConfig(root, other)["chalan:edgeStack"] === owner),
  );
}

/**
 * @param root folder of the project @param stack like `local`
 * @returns what the stack's file says, and the files of the stacks on the same edge; nothing of what they do not say
 * @throws UserError when it says something wrong, or when a stack on the same edge has a faulty tenant file
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
    neighbours: othersOnEdge(root, stack, joined ?? stack).flatMap((other) =>
      loadTenants(join(root, tenantsFileOf(root, other))),
    ),
  };
}
