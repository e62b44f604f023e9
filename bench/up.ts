/**
 * The whole stack of three tenants by `pulumi up`, beside the same containers by `docker compose up --wait`; images are present, and
 * both start from nothing. Option: --runs.
 */
import { ComposeProject } from "./lib/compose.ts";
import { composeFile } from "./lib/compose-file.ts";
import { docker, type EngineStack, readStack } from "./lib/engine.ts";
import { main } from "./lib/interruption.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress, run } from "./lib/run.ts";
import { differences } from "./lib/sameness.ts";
import { BenchStack, clearEngine } from "./lib/stack.ts";
import { BENCH_STACK } from "./lib/stack-file.ts";
import { median, summarise } from "./lib/statistics.ts";
import { uploadsOf } from "./lib/uploads.ts";

const BAR = 1.5;
const NOTES = [
  "Compose makes the same containers (images by id, environment, files, volumes, networks, limits), but no roles, schemas, migrations,",
  "Redis users and no certificate of the local authority. It is done when the processes answer; Pulumi when each tenant is migrated,",
  "ready, and routed by the edge.",
];

/** The volume of the local authority's certificate, and how the program fills it. */
async function fillAuthorityVolume({ containers, volumes }: EngineStack): Promise<void> {
  const volume = volumes.find(({ Labels }) => Labels["chalan.role"] === "authority");
  const companion = containers.find(({ Config }) => Config.Labels["chalan.role"] === "companion");
  if (!volume || !companion) throw new Error("the stack has no local authority");
  const labels = Object.entries(volume.Labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]);
  await docker("volume", "create", ...labels, volume.Name);
  const environment = { STACK: BENCH_STACK, VOLUME: volume.Name, IMAGE: companion.Image, HOST: "pebble" };
  await run("components/scripts/issue-authority-certificate", [], { timeoutSeconds: 90, environment });
}

/** @throws Error when compose runs something else than Pulumi did */
async function expectSame({ containers }: EngineStack): Promise<void> {
  const found = differences(containers, (await readStack(BENCH_STACK)).containers);
  if (found.length > 0) throw new Error(`compose made other containers:\n  ${found.join("\n  ")}`);
}

await main(async () => {
  const { runs } = readNumbers({ runs: 5 });
  const seconds = { pulumi: [] as number[], compose: [] as number[] };
  await using compose = await ComposeProject.open(BENCH_STACK);
  await using stack = await BenchStack.open();
  const declared = await readStack(BENCH_STACK);
  const authority = declared.volumes.filter(({ Labels }) => Labels["chalan.role"] === "authority");
  const file = composeFile({
    stack: declared,
    uploads: uploadsOf(await stack.export()),
    externalVolumes: authority.map(({ Name }) => Name),
  });
  await stack.clear();
  const remarks = await waitUntilQuiet();

  for (let round = 1; round <= runs; round += 1) {
    const byPulumi = await stack.pulumiUp();
    seconds.pulumi.push(byPulumi.seconds);
    await stack.clear();
    await fillAuthorityVolume(declared);
    const byCompose = await compose.up(file);
    seconds.compose.push(byCompose.seconds);
    await expectSame(declared);
    await clearEngine();
    const times = `pulumi ${byPulumi.seconds.toFixed(1)} s, compose ${byCompose.seconds.toFixed(1)} s`;
    progress(`round ${round} of ${runs}: ${times}`);
  }

  const table = measurementTable("seconds", [
    { what: `pulumi up, ${declared.containers.length} containers`, runs: seconds.pulumi },
    { what: "docker compose up --wait", runs: seconds.compose },
  ]);
  printResult(table, [...NOTES, ...remarks], {
    bench: "up",
    figures: { pulumiSeconds: summarise(seconds.pulumi), composeSeconds: summarise(seconds.compose) },
    ratio: median(seconds.pulumi) / median(seconds.compose),
    bar: BAR,
  });
});
