/**
 * What the health checks of 100 idle tenants cost. The very checks of the program run in containers of the real images, far more often
 * than in earnest; the whole machine's processor time beside that of the same containers without checks gives the cost of one.
 * Options: --pairs, --windows, --seconds (of a window).
 */
import { appImages } from "../components/lib/images.ts";
import { CheckCounter } from "./lib/check-counter.ts";
import { ComposeProject } from "./lib/compose.ts";
import { declaredChecks } from "./lib/declared-checks.ts";
import { type HealthChecks, healthFile } from "./lib/health-file.ts";
import { main, sleep } from "./lib/interruption.ts";
import { localSettings } from "./lib/local-settings.ts";
import { busyCores, waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress } from "./lib/run.ts";
import { median, summarise } from "./lib/statistics.ts";

const PROJECT = "tmp-bench-health";
const TENANTS = 100;
const LIMIT_CORES = 0.1;
/** Often enough to be seen, rare enough to leave the machine idle now and then. */
const INTERVAL_SECONDS = 3;
/** Its check once a second in 20 pairs would need more cores than there are. */
const NAIVE_PAIRS = 4;
/** What the machine without checks may vary from window to window: a check of 70 ms every 3 s in 20 pairs takes ten times that. */
const STEADY_CORES = 0.05;
const SETTLE_SECONDS = 20;

/** What people write: through a shell, once a second. */
const NAIVE = {
  web: "node -e \"fetch('http://localhost:8000/healthz').then(r=>process.exit(r.ok?0:1))\" || exit 1",
  nginx: "curl -f http://localhost/.nginx/healthz || exit 1",
};

await main(async () => {
  const { pairs, windows, seconds } = readNumbers({ pairs: 20, windows: 3, seconds: 20 });
  const declared = await declaredChecks();
  const { app, front } = appImages(localSettings().appVersion);
  const images = { web: app, nginx: front };
  await using compose = await ComposeProject.open(PROJECT);
  using counter = new CheckCounter(PROJECT);

  /** Cores that were busy, and checks that ran, in each window. */
  async function measure(what: string, checks: HealthChecks) {
    progress(`${pairs} pairs with ${what}`);
    await compose.up(healthFile(images, pairs, checks));
    await sleep(SETTLE_SECONDS);
    const found: { cores: number; checks: number }[] = [];
    for (let window = 0; window < windows; window += 1) {
      counter.reset();
      const cores = await busyCores(seconds);
      found.push({ cores, checks: checks.pairs === 0 ? 0 : counter.read() });
    }
    return found;
  }
  const often = (role: "web" | "nginx") => ({ test: declared[role].test, interval: `${INTERVAL_SECONDS}s` });
  const naive = (role: "web" | "nginx") => ({ test: ["CMD-SHELL", NAIVE[role]], interval: "1s" });

  const remarks = await waitUntilQuiet();
  const none = await measure("no checks", { pairs: 0 });
  const web = await measure("the check of web", { web: often("web"), pairs });
  const nginx = await measure("the check of nginx", { nginx: often("nginx"), pairs });
  const simple = await measure("naive checks", {
    web: naive("web"),
    nginx: naive("nginx"),
    pairs: NAIVE_PAIRS,
  });

  const baseline = summarise(none.map(({ cores }) => cores));
  const idle = baseline.median;
  if (baseline.max - baseline.min > STEADY_CORES) {
    const range = `${baseline.min.toFixed(2)} to ${baseline.max.toFixed(2)}`;
    remarks.push(
      `The same pairs without checks took ${range} cores: somebody else was at work, do not trust the figures.`,
    );
  }
  const costs = (found: typeof none) => found.map(({ cores, checks }) => ((cores - idle) * seconds) / checks);
  const webCosts = costs(web);
  const nginxCosts = costs(nginx);
  const naiveCosts = costs(simple);
  const cores = webCosts.map(
    (cost, window) =>
      TENANTS *
      (cost / declared.web.intervalSeconds + (nginxCosts[window] ?? 0) / declared.nginx.intervalSeconds),
  );
  const naiveCores = naiveCosts.map((cost) => TENANTS * 2 * cost);
  const milliseconds = (all: readonly number[]) => all.map((each) => each * 1000);

  const table = [
    measurementTable("ms of a core", [
      { what: "one check of web", runs: milliseconds(webCosts) },
      { what: "one check of nginx", runs: milliseconds(nginxCosts) },
      { what: "one naive check (shell)", runs: milliseconds(naiveCosts) },
    ]),
    measurementTable("cores", [
      { what: `${TENANTS} tenants, every ${declared.web.intervalSeconds} s`, runs: cores },
      { what: `${TENANTS} tenants, naive, every second`, runs: naiveCores },
    ]),
  ].join("\n\n");
  const notes = [
    `Measured on ${pairs} pairs with a check every ${INTERVAL_SECONDS} s (naive: ${NAIVE_PAIRS} pairs, every second), ${windows} windows of ${seconds} s each,`,
    `less the ${idle.toFixed(3)} cores of the same pairs without checks; then scaled to ${TENANTS} tenants and the real interval.`,
  ];
  printResult(table, [...notes, ...remarks], {
    bench: "health",
    figures: {
      webCheckMilliseconds: summarise(milliseconds(webCosts)),
      nginxCheckMilliseconds: summarise(milliseconds(nginxCosts)),
      hundredTenantsCores: summarise(cores),
      naiveHundredTenantsCores: summarise(naiveCores),
      limitCores: LIMIT_CORES,
    },
    ratio: median(cores) / LIMIT_CORES,
    bar: 1,
  });
});
