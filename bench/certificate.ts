/**
 * From the start of a container with a name that is new to the edge until the name answers over HTTPS, with a certificate of the local
 * authority that a client accepts. Option: --runs.
 */
import { EdgeGround, PAGE } from "./lib/edge-subjects.ts";
import { main } from "./lib/interruption.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { progress } from "./lib/run.ts";
import { untilServed } from "./lib/secure.ts";
import { BenchStack } from "./lib/stack.ts";
import { median, summarise } from "./lib/statistics.ts";

const LIMIT_SECONDS = 15;
const PATIENCE_SECONDS = 120;
const NOTES = [
  "One name at a time, asked every 0.2 s; the certificate's name, dates and issuer are checked. The time is the companion's: it waits for",
  "more names, orders, and looks for the authority's answer every few seconds. The images are those of the stack, stand-ins or stock.",
];

await main(async () => {
  const { runs } = readNumbers({ runs: 5 });
  await using _stack = await BenchStack.open();
  const ground = await EdgeGround.open();
  const remarks = await waitUntilQuiet();

  const seconds: number[] = [];
  for (let round = 1; round <= runs; round += 1) {
    const name = ground.newName();
    const started = performance.now();
    await using _backend = await ground.openBackend(name);
    await untilServed(ground.edge(name), PAGE, PATIENCE_SECONDS);
    const elapsed = (performance.now() - started) / 1000;
    seconds.push(elapsed);
    progress(`name ${round} of ${runs}: ${elapsed.toFixed(1)} s`);
  }
  printResult(
    measurementTable("seconds", [{ what: "new name to valid HTTPS", runs: seconds }]),
    [...NOTES, ...remarks],
    {
      bench: "certificate",
      figures: { httpsSeconds: summarise(seconds), limitSeconds: LIMIT_SECONDS },
      ratio: median(seconds) / LIMIT_SECONDS,
      bar: 1,
    },
  );
});
