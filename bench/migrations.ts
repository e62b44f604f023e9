/**
 * Migrating many tenants at once, with the app's own image against a Postgres in memory: nothing to do, and one simple migration.
 * Options: --tenants, --runs (with nothing to do), --releases (with one migration each).
 */
import { appImages, defaultImages } from "../components/lib/images.ts";
import { main } from "./lib/interruption.ts";
import { localSettings } from "./lib/local-settings.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { ThrowAwayPostgres } from "./lib/postgres.ts";
import { type Migrated, migrate, Releases } from "./lib/releases.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress } from "./lib/run.ts";
import { median, summarise } from "./lib/statistics.ts";

const LIMIT_SECONDS = { nothing: 2, simple: 20 };

/** What Pulumi and `migrate tenant` leave of each tenant, without the migrations of its schema. */
const tenantsSql = (count: number) => `
select format('create role tenant_t%1$s_app login inherit in role tenant_app connection limit 8', number),
       format('alter role tenant_t%1$s_app set search_path = tenant_t%1$s', number),
       format('create schema tenant_t%1$s authorization chalan_ddl', number)
from generate_series(1, ${count}) as number \\gexec
insert into public.tenants (tenant_id, slug, name, schema_name, db_role, domain, state, plan)
select format('t%s_001', n), format('t%s', n), 'Bench', format('tenant_t%s', n), format('tenant_t%s_app', n),
       format('t%s.localhost', n), 'active', 'small'
from generate_series(1, ${count}) as n;
`;

await main(async () => {
  const { tenants, runs, releases: count } = readNumbers({ tenants: 1000, runs: 5, releases: 3 });
  const image = appImages(localSettings().appVersion).app;
  const remarks = await waitUntilQuiet();
  await using server = await ThrowAwayPostgres.open(defaultImages.postgres);
  await using releases = new Releases(image);

  /** Migrates all, and makes sure that the run did to every tenant what it was to measure. */
  async function all(release: string, status: "current" | "migrated"): Promise<Migrated> {
    const result = await migrate("all", release, server);
    if (result.tenants[status] === tenants) return result;
    throw new Error(`not all ${tenants} tenants are ${status}: ${JSON.stringify(result.tenants)}`);
  }

  await migrate("public", image, server);
  await server.sql(tenantsSql(tenants));
  progress(`filling ${tenants} schemas`);
  const first = await all(image, "migrated");
  await server.sql("vacuum analyze");

  const nothing: Migrated[] = [];
  for (let run = 1; run <= runs; run += 1) nothing.push(await all(image, "current"));
  const simple: Migrated[] = [];
  for (let release = 1; release <= count; release += 1) {
    progress(`release ${release} of ${count}`);
    simple.push(await all(await releases.next(), "migrated"));
  }

  const total = (series: readonly Migrated[]) => series.map(({ seconds }) => seconds);
  const table = measurementTable("seconds", [
    { what: "nothing to migrate", runs: total(nothing) },
    { what: "  of which the migrator", runs: nothing.map(({ runnerSeconds }) => runnerSeconds) },
    { what: "one simple migration", runs: total(simple) },
    { what: "  of which the migrator", runs: simple.map(({ runnerSeconds }) => runnerSeconds) },
    { what: "all migrations, once", runs: [first.seconds] },
  ]);
  const notes = [
    `${tenants} schemas; the times are those of \`docker run\` from start to end. The ratio is the worse of the two`,
    `through its limit (${LIMIT_SECONDS.nothing} s, ${LIMIT_SECONDS.simple} s).`,
  ];
  const worse = Math.max(
    median(total(nothing)) / LIMIT_SECONDS.nothing,
    median(total(simple)) / LIMIT_SECONDS.simple,
  );
  printResult(table, [...notes, ...remarks], {
    bench: "migrations",
    figures: {
      nothingSeconds: summarise(total(nothing)),
      simpleSeconds: summarise(total(simple)),
      firstSeconds: first.seconds,
      nothingLimitSeconds: LIMIT_SECONDS.nothing,
      simpleLimitSeconds: LIMIT_SECONDS.simple,
    },
    ratio: worse,
    bar: 1,
  });
});
