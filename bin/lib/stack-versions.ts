/** What the files of a stack say about versions, and how to say something else there. */
import { readFileSync } from "node:fs";
import { parse, parseDocument } from "yaml";
import { z } from "zod";
import { loadTenants } from "../../tenants/load.ts";
import { tenantsFileOf } from "../../tenants/stack.ts";

const StackFile = z.object({ config: z.looseObject({ "chalan:appVersion": z.string() }) });

export interface StackVersions {
  readonly stackFile: string;
  readonly tenantsFile: string;
  /** The stack's version. */
  readonly stack: string;
  /** Every tenant that is not archived, with the version of its own where it has one. */
  readonly tenants: readonly { readonly slug: string; readonly own: string | undefined }[];
}

/** @throws UserError when the tenant file is not right */
export function readVersions(stack: string): StackVersions {
  const stackFile = `Pulumi.${stack}.yaml`;
  const { config } = StackFile.parse(parse(readFileSync(stackFile, "utf8")));
  const tenantsFile = tenantsFileOf(".", stack);
  return {
    stackFile,
    tenantsFile,
    stack: config["chalan:appVersion"],
    tenants: loadTenants(tenantsFile)
      .filter(({ state }) => state !== "archived")
      .map(({ slug, version }) => ({ slug, own: version })),
  };
}

/** Changes one value of a YAML text; comments and everything else stay. */
function withValue(text: string, path: readonly (string | number)[], value: string): string {
  const document = parseDocument(text);
  document.setIn(path, value);
  return document.toString({ lineWidth: 0 });
}

/** @returns the text of a stack file with another version of the app */
export const withStackVersion = (text: string, version: string): string =>
  withValue(text, ["config", "chalan:appVersion"], version);

/** @returns the text of a tenant file with another version of its own for a tenant */
export function withTenantVersion(text: string, slug: string, version: string): string {
  const { tenants } = z.object({ tenants: z.array(z.looseObject({ slug: z.string() })) }).parse(parse(text));
  return withValue(
    text,
    ["tenants", tenants.findIndex((tenant) => tenant.slug === slug), "version"],
    version,
  );
}
