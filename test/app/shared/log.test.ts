/**
 * Lines are written together; none of them may get lost when the process ends. What was being written when it broke may come after what
 * is written at its end: each line has its time.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const LOG = fileURLToPath(new URL("../../../app/shared/log.ts", import.meta.url));

function start(statements: string) {
  const code = `import { createLogger } from ${JSON.stringify(LOG)};
    const log = createLogger("info", { process: "test" }); ${statements}`;
  return spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 120_000,
  });
}

it.each([
  ["ends by itself", ""],
  ["is ended by itself", "process.exit(1);"],
  ["breaks", "throw new Error('broken');"],
])("of a process that %s", async (_how, end) => {
  const child = start(`for (let line = 0; line < 100; line += 1) log.info({ line }, "words"); ${end}`);
  const lines = (await text(child.stdout)).trimEnd().split("\n");
  const numbers = lines.map((line): number => JSON.parse(line).line).sort((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, line) => line));
});

it("are seen soon of a process that goes on", async () => {
  const child = start(`log.info("one line"); setInterval(() => {}, 1000);`);
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  expect(JSON.parse(line)).toMatchObject({ level: "info", process: "test", msg: "one line" });
  child.kill();
});
