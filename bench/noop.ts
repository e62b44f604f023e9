/** `bin/up` of a stack on which nothing has changed, beside `pulumi up` of an empty program with the same toolchain. Option: --runs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { main } from "./lib/interruption.ts";
import { waitUntilQuiet } from "./lib/machine.ts";
import { readNumbers } from "./lib/options.ts";
import { measurementTable, printResult } from "./lib/report.ts";
import { type Finished, progress, run } from "./lib/run.ts";
import { BenchStack, UP_OPTIONS } from "./lib/stack.ts";
import { median, summarise } from "./lib/statistics.ts";

const BAR = 2;
const PROGRAM = ".state/bench/empty";
const CALL = { folder: PROGRAM, timeoutSeconds: 120 };
const stackOptions = ["--stack", "empty", "--non-interactive"];

/** A program without a resource, with the same runtime options and the same npm packages as ours. */
class EmptyProgram implements AsyncDisposable {
  static async open(): Promise<EmptyProgram> {
    const files = {
      "Pulumi.yaml":
        "name: chalan-empty\nruntime: {name: nodejs, options: {typescript: false, packagemanager: npm}}\n",
      "package.json": '{"type": "module", "main": "index.ts"}\n',
      "index.ts": "export {};\n",
    };
    mkdirSync(PROGRAM, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(`${PROGRAM}/${name}`, text);
    const program = new EmptyProgram();
    await program[Symbol.asyncDispose]().catch(() => {}); // what an interrupted run has left
    await run("pulumi", ["stack", "init", "empty", "--non-interactive", "--no-select"], CALL);
    await program.up();
    return program;
  }

  up(): Promise<Finished> {
    return run("pulumi", [...UP_OPTIONS, "--stack", "empty"], CALL);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("pulumi", ["stack", "rm", "--yes", "--force", ...stackOptions], CALL);
  }
}

await main(async () => {
  const { runs } = readNumbers({ runs: 5 });
  const seconds = { unchanged: [] as number[], update: [] as number[], empty: [] as number[] };
  await using stack = await BenchStack.open();
  await using empty = await EmptyProgram.open();
  await stack.expectUnchanged(); // and caches are filled by it
  const remarks = await waitUntilQuiet();

  for (let round = 1; round <= runs; round += 1) {
    const unchanged = await stack.binUp();
    seconds.unchanged.push(unchanged.seconds);
    const nothing = await empty.up();
    seconds.empty.push(nothing.seconds);
    const times = `bin/up ${unchanged.seconds.toFixed(1)} s, empty ${nothing.seconds.toFixed(1)} s`;
    progress(`round ${round} of ${runs}: ${times}`);
  }

  // Afterwards: Pulumi writes its state even if nothing changed, and bin/up would look again.
  for (let round = 1; round <= runs; round += 1) seconds.update.push((await stack.update()).seconds);

  const table = measurementTable("seconds", [
    { what: "bin/up, nothing changed", runs: seconds.unchanged },
    { what: "pulumi up, nothing changed", runs: seconds.update },
    { what: "pulumi up, empty program", runs: seconds.empty },
  ]);
  const notes = [
    "bin/up is all that a person waits for: its checks, and a request to every tenant over HTTPS. Where nothing that the stack is made",
    "from has changed it does without Pulumi; `pulumi up` by itself is shown beside it.",
  ];
  printResult(table, [...notes, ...remarks], {
    bench: "noop",
    figures: {
      unchangedSeconds: summarise(seconds.unchanged),
      updateSeconds: summarise(seconds.update),
      emptySeconds: summarise(seconds.empty),
    },
    ratio: median(seconds.unchanged) / median(seconds.empty),
    bar: BAR,
  });
});
