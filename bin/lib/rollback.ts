/**
 * Writes the previous version of the app into the files of a stack, and says so in plain words.
 * Usage: node bin/lib/rollback.ts <stack> [tenant…]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { appImages } from "../../components/lib/images.ts";
import { UserError } from "../../tenants/errors.ts";
import {
  before,
  type Deployment,
  type History,
  type ImageIds,
  lasting,
  parseHistory,
} from "./deployments.ts";
import { readVersions, type StackVersions, withStackVersion, withTenantVersion } from "./stack-versions.ts";

/** One version that changes: of a tenant, or of the stack. */
export interface Step {
  readonly slug: string | undefined;
  readonly from: string;
  readonly to: string;
  /** When `to` served last, ISO 8601. */
  readonly at: string;
}

/**
 * @param slugs tenants to take back; none: the stack, with all tenants that follow it
 * @returns what has to change
 * @throws UserError with everything that forbids it
 */
export function rollbackSteps(
  versions: StackVersions,
  slugs: readonly string[],
  history: History,
  ids: ImageIds,
): Step[] {
  const targets = slugs.length === 0 ? [undefined] : [...new Set(slugs)];
  const problems: { what: string; rule: string; remedy: string }[] = [];
  const steps = targets.flatMap((slug): Step[] => {
    const what = slug === undefined ? "the stack" : `tenant ${slug}`;
    const refuse = (rule: string, remedy: string) => {
      problems.push({ what, rule, remedy });
      return [];
    };
    const tenant = versions.tenants.find((each) => each.slug === slug);
    if (slug !== undefined && tenant === undefined)
      return refuse("is not in the tenant file, or is archived", "Name a tenant of this stack.");
    const from = lasting(tenant?.own ?? versions.stack, ids);
    const versionOf = ({ stack, tenants }: Deployment) => (slug === undefined ? stack : tenants[slug]);
    const earlier = before(history, from, versionOf);
    if (earlier === undefined)
      return refuse(
        "has had no other version yet",
        "Put the version that you want into the file, and run bin/up.",
      );
    const { app, front } = appImages(earlier.version);
    if (!(app in ids && front in ids))
      return refuse(
        `the engine has no image of its previous version ${earlier.version} any more`,
        "Check that version out and build it with bin/up.",
      );
    return [{ slug, from, to: earlier.version, at: earlier.at }];
  });
  if (problems.length > 0)
    throw new UserError(
      versions.tenantsFile,
      problems.map(({ what, rule, remedy }) => ({ path: what, line: 0, column: 0, rule, remedy })),
    );
  return steps;
}

/** What a step does, for a person. */
export function inWords({ slug, from, to, at }: Step, { tenants }: StackVersions): string {
  const since = `which served until ${at.slice(0, 16).replace("T", " ")} UTC or later`;
  if (slug !== undefined) return `Tenant ${slug} goes from version ${from} back to ${to}, ${since}.`;
  const follow = tenants.filter(({ own }) => own === undefined).map((tenant) => tenant.slug);
  const stay = tenants.filter(({ own }) => own !== undefined).map((tenant) => tenant.slug);
  return [
    `The stack goes from version ${from} back to ${to}, ${since}.`,
    `  with it: ${["the worker", ...follow].join(", ")}`,
    ...(stay.length > 0 ? [`  not these, which have a version of their own: ${stay.join(", ")}`] : []),
  ].join("\n");
}

function main([stack = "", ...slugs]: readonly string[]): void {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
  const versions = readVersions(stack);
  const history = parseHistory(read(`.state/${stack}/deployments.json`) ?? "[]");
  const ids: ImageIds = JSON.parse(read(`.state/${stack}/images.json`) ?? "{}");
  for (const step of rollbackSteps(versions, slugs, history, ids)) {
    const file = step.slug === undefined ? versions.stackFile : versions.tenantsFile;
    const text = readFileSync(file, "utf8");
    const changed =
      step.slug === undefined ? withStackVersion(text, step.to) : withTenantVersion(text, step.slug, step.to);
    writeFileSync(file, changed);
    console.log(`${inWords(step, versions)}\n  written to ${file}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
