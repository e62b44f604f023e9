/**
 * What the edge takes of the speed of a tenant: requests per second over HTTPS through the edge, beside a minimal nginx that is written by
 * hand. Options: --runs, --seconds (of each run).
 */
import { loadavg } from "node:os";
import { EdgeGround, PAGE } from "./lib/edge-subjects.ts";
import { main } from "./lib/interruption.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { proxyReport, SUBJECTS, type Subject } from "./lib/proxy-report.ts";
import { printResult } from "./lib/report.ts";
import { progress, run } from "./lib/run.ts";
import { untilServed } from "./lib/secure.ts";
import { BenchStack } from "./lib/stack.ts";
import { saturate } from "./lib/wrk.ts";

const INSTALL_SECONDS = 300;
const PATIENCE_SECONDS = 120;
const WARM_UP_SECONDS = 2;
const NOTES = [
  "The edge is that of a whole stack, with docker-gen's file and the routes of its tenants; the other proxy has the same image, certificate,",
  "number of workers, limits of memory and processor, and backend. wrk asks both in turn, on 16 connections that are kept; every answer is",
  `counted by its status, and the mean length checked. A page of ${PAGE.length} bytes. Ratios are of the two in the same round.`,
  "Both keep up to 16 connections of each worker to the backend, as the edge does for a tenant's nginx.",
];

await main(async () => {
  const { runs, seconds } = readNumbers({ runs: 5, seconds: 5 });
  await run("bench/lib/install-wrk", [], { timeoutSeconds: INSTALL_SECONDS });
  await using _stack = await BenchStack.open();
  const ground = await EdgeGround.open();
  const name = ground.newName();
  await using backend = await ground.openBackend(name);
  const edge = ground.edge(name);
  await untilServed(edge, PAGE, PATIENCE_SECONDS); // which brings the certificate that both use
  await using container = await ground.openMinimal(name, backend);
  const servers = { edge, minimal: ground.minimal(name, container) };

  const measure = (subject: Subject, duration: number): Promise<number> => {
    const { port, address } = servers[subject];
    return saturate({ url: `https://${name}:${port}/`, headers: {}, address }, duration, PAGE.length);
  };
  for (const subject of SUBJECTS) {
    await untilServed(servers[subject], PAGE, PATIENCE_SECONDS);
    await measure(subject, WARM_UP_SECONDS);
  }
  const remarks = await waitUntilQuiet();
  const load = loadavg()[0] ?? 0;

  const perSecond: Record<Subject, number[]> = { edge: [], minimal: [] };
  for (let round = 1; round <= runs; round += 1) {
    for (const subject of SUBJECTS) perSecond[subject].push(await measure(subject, seconds));
    const rates = SUBJECTS.map((subject) => `${subject} ${perSecond[subject].at(-1)?.toFixed(0)}`).join(", ");
    progress(`round ${round} of ${runs}, requests/s: ${rates}`);
  }
  const { table, result } = proxyReport(perSecond);
  const state = `Load of the machine before the rounds, our own warm-up included: ${load.toFixed(1)}.`;
  printResult(table, [...NOTES, state, ...remarks], result);
});
