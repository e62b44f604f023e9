/**
 * Memory of idle tenants, and of the services that they share: proportional set size of all processes of each container.
 * Options: --idle (seconds without a request before the first sample), --samples.
 */
import { docker, type EngineContainer, processesOf, readStack } from "./lib/engine.ts";
import { main, sleep } from "./lib/interruption.ts";
import { type Memory, memoryOf, parentOf, total } from "./lib/memory.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress } from "./lib/run.ts";
import { BenchStack } from "./lib/stack.ts";
import { BENCH_STACK } from "./lib/stack-file.ts";
import { summarise } from "./lib/statistics.ts";

const LIMIT_MEGABYTES = 90;
const PAUSE_SECONDS = 5;
const NOTES = [
  "PSS counts a page that n processes share as 1/n, so the tenants share the pages of their programs; `not shared` is theirs alone.",
  "The engine's shims (one process per container) are not part of a tenant; each container has one.",
];

/** One point in time: each container's processes, and its shim. */
type Sample = ReadonlyMap<EngineContainer, { readonly inside: Memory; readonly shim: Memory }>;

async function takeSample(containers: readonly EngineContainer[]): Promise<Sample> {
  const entries = containers.map(async (container) => {
    const inside = total((await processesOf(container.Id)).map(memoryOf));
    return [container, { inside, shim: memoryOf(parentOf(container.State.Pid)) }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** A page that others share, too, counts less: said when there are others. */
async function remarksOn(containers: readonly EngineContainer[]): Promise<string[]> {
  const images = new Set(containers.map(({ Image }) => Image));
  const running = await Promise.all(
    [...images].map((image) => docker("ps", "--quiet", "--filter", `ancestor=${image}`)),
  );
  const others = running.flatMap((ids) => ids.split("\n").filter(Boolean)).length - containers.length;
  return others > 0
    ? [`${others} other containers of the same images ran: what they share is counted too low.`]
    : [];
}

const labelOf = ({ Config }: EngineContainer, label: string) => Config.Labels[`chalan.${label}`] ?? "";

await main(async () => {
  const options = readNumbers({ idle: 60, samples: 3 });
  await using _stack = await BenchStack.open();
  const { containers } = await readStack(BENCH_STACK);
  progress(`leaving it alone for ${options.idle} s`);
  await sleep(options.idle);

  const samples: Sample[] = [];
  for (let round = 0; round < options.samples; round += 1) {
    if (round > 0) await sleep(PAUSE_SECONDS);
    samples.push(await takeSample(containers));
  }
  const series = (
    what: string,
    of: readonly EngineContainer[],
    pick: "pss" | "own" = "pss",
    part: "inside" | "shim" = "inside",
  ) => ({
    what,
    runs: samples.map((sample) => of.reduce((sum, each) => sum + (sample.get(each)?.[part][pick] ?? 0), 0)),
  });

  const byTenant = Map.groupBy(containers, (container) => labelOf(container, "tenant"));
  const shared = byTenant.get("") ?? [];
  byTenant.delete("");
  const tenants = [...byTenant].map(([slug, own]) => series(`tenant ${slug} (web + nginx)`, own));
  const rows = [
    ...tenants,
    ...[...byTenant].flatMap(([slug, own]) => [
      ...own.map((each) => series(`  ${slug} ${labelOf(each, "role")}`, [each])),
      series(`  ${slug}, not shared`, own, "own"),
      series(`  ${slug}, the engine's shims`, own, "pss", "shim"),
    ]),
    ...shared.map((each) => series(labelOf(each, "role"), [each])),
    series("all shared services", shared),
  ];
  const largest = Math.max(...tenants.map(({ runs }) => summarise(runs).median));
  printResult(measurementTable("MB", rows), [...NOTES, ...(await remarksOn(containers))], {
    bench: "memory",
    figures: {
      tenantMB: summarise(tenants.flatMap(({ runs }) => runs)),
      largestTenantMB: largest,
      sharedServicesMB: summarise(series("", shared).runs),
      limitMB: LIMIT_MEGABYTES,
    },
    ratio: largest / LIMIT_MEGABYTES,
    bar: 1,
  });
});
