import type { Dependencies, ExpectedMigrations } from "./dependencies.ts";
import type { tenantRepository } from "./repositories/tenant.ts";

type LedgerRow = Awaited<ReturnType<ReturnType<typeof tenantRepository>["ledger"]>>[number];

/**
 * @returns the migrations of this release that the schema lacks. What a newer release has added does not count:
 *   during a deploy the old release serves on a schema that is already one step ahead
 */
export function missingMigrations(
  expected: ExpectedMigrations,
  modules: readonly string[],
  ledger: readonly LedgerRow[],
): string[] {
  const applied = new Set(ledger.map(({ module, version, checksum }) => `${module} ${version} ${checksum}`));
  return ["core", ...modules].flatMap((module) =>
    (expected.get(module) ?? [])
      .filter(({ version, checksum }) => !applied.has(`${module} ${version} ${checksum}`))
      .map(({ name }) => `${module}/${name}`),
  );
}

async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} timed out`)), milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Reasons are for the operator and name no address: the cause is in the logs. */
async function reasonOf(
  what: string,
  check: () => Promise<string[]>,
  { log }: Dependencies,
): Promise<string[]> {
  try {
    return await within(3_000, what, check());
  } catch (error) {
    log.warn({ reason: error instanceof Error ? error.message : "unknown" }, `${what} is not reachable`);
    return [`${what} is not reachable`];
  }
}

/** @returns why this process should get no traffic; nothing when it is ready */
export async function reasonsAgainst(
  dependencies: Dependencies,
  tenants: ReturnType<typeof tenantRepository>,
): Promise<string[]> {
  if (dependencies.isDraining()) return ["stopping"];
  const { tenant, expectedMigrations, redis } = dependencies;
  const schema = async () => {
    const [row, ledger] = await Promise.all([tenants.registered(), tenants.ledger()]);
    if (row === undefined) return [`tenant ${tenant.slug} is not registered`];
    if (row.id !== tenant.id || row.slug !== tenant.slug)
      return ["the database role belongs to another tenant"];
    return missingMigrations(expectedMigrations, row.modules, ledger).map(
      (name) => `migration ${name} is missing`,
    );
  };
  const checks = [
    reasonOf("the tenant's schema", schema, dependencies),
    reasonOf(
      "redis",
      async () => ((await redis.ping()) === "PONG" ? [] : ["redis does not answer"]),
      dependencies,
    ),
  ];
  return (await Promise.all(checks)).flat();
}
