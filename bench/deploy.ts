/**
 * A deploy under load: requests at a fixed rate over HTTPS, half of them over kept connections, GET and POST, to all tenants, while one
 * tenant's web and nginx are replaced by those of another version, to and fro. Then `docker compose up` of the same change.
 * Options: --rate (requests per second), --requests (during the deploys, at least), --before (seconds of load before the first).
 */
import { writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { columns } from "../bin/lib/table.ts";
import { appImages } from "../components/lib/images.ts";
import { AppVersions } from "./lib/app-versions.ts";
import { ComposeProject } from "./lib/compose.ts";
import { EdgeGround } from "./lib/edge-subjects.ts";
import { docker, readStack } from "./lib/engine.ts";
import { main, sleep } from "./lib/interruption.ts";
import type { LoadRequest, Outcome } from "./lib/load.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { failures, type Seen, seen } from "./lib/outcomes.ts";
import { printResult } from "./lib/report.ts";
import { BenchStack } from "./lib/stack.ts";
import { BENCH_STACK } from "./lib/stack-file.ts";
import { rounded } from "./lib/statistics.ts";
import { tenantProject } from "./lib/tenant-project.ts";
import { type Measured, underLoad } from "./lib/under-load.ts";

const DEPLOYED = "alpha";
const OTHERS = ["beta"];
const TENANTS_FILE = `.state/${BENCH_STACK}/tenants.yaml`;
const HTTPS_PORT = 29443;
/** The bar: what the p99 during a deploy may be of the p99 before. */
const MOST_TIMES_SLOWER = 3;
const SETTLE_SECONDS = 5;

/** All tenants are of the largest plan: the deployed one gets what the load needs, and the others are measured under the same. */
function writeTenants(version: string, before: string): void {
  const tenant = (slug: string) => ({
    slug,
    id: `${slug}_001`,
    name: slug,
    domain: `${slug}.localhost`,
    plan: "large",
    version: slug === DEPLOYED ? version : before,
  });
  writeFileSync(TENANTS_FILE, stringify({ tenants: [DEPLOYED, ...OTHERS].map(tenant) }));
}

/** Of every tenant: an answer of the API from the database, one that changes state, and the page. */
function mix(): LoadRequest[] {
  return [DEPLOYED, ...OTHERS].flatMap((slug): LoadRequest[] => {
    const api = `https://api.${slug}.localhost:${HTTPS_PORT}/api`;
    return [
      { method: "GET", url: `${api}/tenant`, status: 200 },
      {
        method: "POST",
        url: `${api}/auth/logout`,
        headers: { "x-requested-with": "chalan" },
        body: "",
        status: 204,
      },
      { method: "GET", url: `https://${slug}.localhost:${HTTPS_PORT}/`, status: 200 },
    ];
  });
}

const ofDeployed = ({ host }: Outcome) =>
  host === `${DEPLOYED}.localhost` || host === `api.${DEPLOYED}.localhost`;

const row = (what: string, { requests, failed, p50, p99 }: Seen) => [
  what,
  ...[requests, failed, rounded(p50), rounded(p99)].map(String),
];

await main(async () => {
  const options = readNumbers({ rate: 200, requests: 10000, before: 20 });
  await using compose = await ComposeProject.open(`${BENCH_STACK}-tenant`);
  await using versions = new AppVersions();
  const [one, other] = [await versions.make(1), await versions.make(2)];
  await using stack = await BenchStack.open(TENANTS_FILE, () => writeTenants(one, one));
  const { address } = (await EdgeGround.open()).edge(DEPLOYED);
  const trial = { ...options, mix: mix(), address };
  const remarks = await waitUntilQuiet();

  const ours = await underLoad(trial, (round) => {
    writeTenants(round % 2 === 1 ? other : one, one);
    return stack.binUp();
  });

  const project = async (version: string) => {
    const { app, front } = appImages(version);
    return { web: await versions.idOf(app), nginx: await versions.idOf(front) };
  };
  const running = await readStack(BENCH_STACK);
  const [first, second] = [
    tenantProject(running, DEPLOYED, await project(one)),
    tenantProject(running, DEPLOYED, await project(other)),
  ];
  const own = running.containers.filter(({ Config }) => Config.Labels["chalan.tenant"] === DEPLOYED);
  for (const { Id } of own) await docker("rm", "--force", Id);
  await compose.up(first);
  await sleep(SETTLE_SECONDS);
  const theirs = await underLoad(trial, (round) => compose.up(round % 2 === 1 ? second : first));

  const figures = (measured: Measured) => ({
    before: seen(measured.before.filter(ofDeployed)),
    during: seen(measured.during.filter(ofDeployed)),
    others: seen(measured.during.filter((outcome) => !ofDeployed(outcome))),
  });
  const [we, they] = [figures(ours), figures(theirs)];
  const table = columns([
    ["latency in ms", "REQUESTS", "FAILED", "P50", "P99"],
    row("the tenant, before", we.before),
    row("the tenant, while it is deployed", we.during),
    row("the others, meanwhile", we.others),
    row("compose: the tenant, before", they.before),
    row("compose: the tenant, while it is deployed", they.during),
    row("compose: the others, meanwhile", they.others),
  ]);
  const failed = we.before.failed + we.during.failed + we.others.failed;
  const notes = [
    `${trial.rate} requests a second, which took ${rounded(ours.loadCores)} cores of this machine themselves; ${ours.seconds.length} deploys of web and nginx by bin/up, ${theirs.seconds.length} by docker compose up --wait.`,
    ...failures([...ours.before, ...ours.during]).map((line) => `failed: ${line}`),
    ...failures(theirs.during).map((line) => `compose failed: ${line}`),
    `ratio: the p99 during a deploy through ${MOST_TIMES_SLOWER} times the p99 before, or the number of failed requests where that is more.`,
  ];
  printResult(table, [...notes, ...ours.remarks, ...remarks], {
    bench: "deploy",
    figures: {
      requests: ours.during.length,
      failed,
      p99BeforeMilliseconds: we.before.p99,
      p99DuringMilliseconds: we.during.p99,
      othersP99DuringMilliseconds: we.others.p99,
      composeFailed: they.during.failed + they.others.failed,
      composeP99DuringMilliseconds: they.during.p99,
    },
    ratio: Math.max(we.during.p99 / (MOST_TIMES_SLOWER * we.before.p99), failed),
    bar: 1,
  });
});
