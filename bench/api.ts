/**
 * The API beside its yardsticks: one contract by its key, read by a bare Fastify with pg, and by our web and by django-tenants, each with
 * and without sessions and rate limits; then how long our web makes people wait, and the memory that it takes idle.
 *
 * Like is held against like. All answer the same: the contract and its items, compared before. Django's session and counters are in the
 * same Redis as ours, by Django's own session and user and by django-ratelimit, for the person and for the tenant: what an app on
 * django-tenants does for the same answer. The bare route does neither; it is the bar for both of ours.
 * Options: --runs, --seconds (of each run), --idle (seconds before the memory is read).
 */
import { loadavg } from "node:os";
import { appImages } from "../components/lib/images.ts";
import { expectRow } from "./lib/answers.ts";
import { apiReport, eachSubject, SUBJECTS, type Subject } from "./lib/api-report.ts";
import { ApiGround } from "./lib/api-subjects.ts";
import { measureWaits } from "./lib/api-waits.ts";
import { ask } from "./lib/constant-rate.ts";
import { processesOf } from "./lib/engine.ts";
import { main, sleep } from "./lib/interruption.ts";
import { localSettings } from "./lib/local-settings.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { type Memory, memoryOf, total } from "./lib/memory.ts";
import { readNumbers } from "./lib/options.ts";
import { printResult } from "./lib/report.ts";
import { progress, run } from "./lib/run.ts";
import { median } from "./lib/statistics.ts";
import { saturate, type Target } from "./lib/wrk.ts";

const CONTRACTS = 100_000;
const WARM_UP_SECONDS = 3;
const INSTALL_SECONDS = 900;
const WAIT_ROUNDS = 3;
const NOTES = [
  "All servers are on this machine, with one Postgres and one row; wrk asks each in turn, round after round, on 16 connections. The row is",
  "compared before; an answer that is no success ends the run. Node: one process each, 3 connections to the database. Ours also writes a",
  "line of log per request; bare and Django do not. The waits are of requests at fixed moments, from when each was due until its answer",
  "was whole (no coordinated omission). Ratios are of the two in the same round. The memory is that of our web beside the stack's worker,",
  "which runs the same program: PSS counts a page that both have as a half.",
];

/** Beside the worker, as in every stack: the two share the pages of Node's own program, which are half of what one alone takes. */
async function idleMemory(ground: ApiGround, web: string, seconds: number): Promise<Memory> {
  await using worker = await ground.worker();
  await worker.answers();
  progress(`leaving our web alone for ${seconds} s`);
  await sleep(seconds);
  return total((await processesOf(web)).map(memoryOf));
}

await main(async () => {
  const { runs, seconds, idle } = readNumbers({ runs: 5, seconds: 4, idle: 20 });
  const python = (await run("bench/api/install", [], { timeoutSeconds: INSTALL_SECONDS })).stdout.trim();
  progress(`filling a tenant with ${CONTRACTS} contracts`);
  await using ground = await ApiGround.open(appImages(localSettings().appVersion).app, CONTRACTS);

  await using web = await ground.ours();
  const ours = await web.answers();
  const memory = await idleMemory(ground, web.name, idle);

  await using withoutAccess = await ground.withoutAccess();
  await using bare = await ground.bare();
  await using django = await ground.django(python);
  const session = { cookie: await ground.session() };
  const targets: Record<Subject, Target> = {
    bare: ground.row(await bare.answers()),
    ours: ground.row(ours, session),
    withoutAccess: ground.row(await withoutAccess.answers()),
    django: ground.row(django.url, django.headers),
    djangoWithoutAccess: ground.row(`${django.url}/without-access`, django.headers),
  };
  const expected = await ask(targets.ours);
  const bodyBytes = eachSubject(() => 0);
  for (const name of SUBJECTS) {
    const answer = await ask(targets[name]);
    expectRow(expected, answer, targets[name]);
    bodyBytes[name] = Buffer.byteLength(answer.body);
    await saturate(targets[name], WARM_UP_SECONDS, bodyBytes[name]);
  }
  const remarks = await waitUntilQuiet();
  const load = loadavg()[0] ?? 0;

  const perSecond = eachSubject((): number[] => []);
  for (let round = 1; round <= runs; round += 1) {
    for (const name of SUBJECTS)
      perSecond[name].push(await saturate(targets[name], seconds, bodyBytes[name]));
    const rates = SUBJECTS.map((name) => `${name} ${perSecond[name].at(-1)?.toFixed(0)}`).join(", ");
    progress(`round ${round} of ${runs}, requests/s: ${rates}`);
  }
  const steadyPerSecond = Math.round(median(perSecond.ours) / 2);
  progress(`measuring waits at ${steadyPerSecond} requests/s`);
  const row = { target: targets.ours, answer: expected };
  const waits = await measureWaits(row, { url: ours, headers: session }, steadyPerSecond, WAIT_ROUNDS);

  const { table, result } = apiReport({
    ...{ perSecond, steadyPerSecond, waits },
    contracts: CONTRACTS,
    idleMB: memory.pss,
  });
  const state = [
    `Django: ${django.versions}; 2 processes of 4 threads each.`,
    `Load of the machine before the rounds, our own warm-up included: ${load.toFixed(1)}.`,
  ];
  printResult(table, [...NOTES, ...state, ...remarks], result);
});
