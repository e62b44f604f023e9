import { once } from "node:events";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { latestLog, Sandbox } from "./shell.ts";

test("a quick step says nothing on the screen and everything in the log", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash('log_open up; step "Greeting" "Try again." echo hello; echo after');
  expect({ status, stdout }).toEqual({ status: 0, stdout: "after\n" });
  expect(latestLog(sandbox)).toMatch(/^== Greeting\nhello\n== Greeting: 0\.\d s, status 0\n$/);
});

test("a step of more than two seconds shows its name and how long it took", () => {
  using sandbox = new Sandbox();
  const { stdout } = sandbox.bash('log_open up; step "Sleeping" "Wake up." sleep 2.1');
  expect(stdout).toMatch(/^ {2}✓ Sleeping \(2\.\d s\)\n$/);
});

test("a failing step says what failed, its last 20 lines, what to do and where the log is", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash(
    'log_open up; broken() { seq 1 30; false; echo never; }; step "Counting" "Count by hand." broken; echo never',
  );
  expect(status).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^✗ Counting failed after 0\.\d s \(status 1\)\. Its last lines:$/);
  expect(lines.slice(1, 21)).toEqual(Array.from({ length: 20 }, (_, index) => `  │ ${index + 11}`));
  expect(lines.slice(21)).toEqual([
    "  → Count by hand.",
    expect.stringMatching(/^ {2}Log: \.state\/log\/up-\d{8}-\d{6}-\d+\.log$/),
  ]);
});

test("a step that explains itself is not explained twice", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash(
    'log_open up; full() { fail "The disk is full." "Free some."; }; step "Writing" "Look." full',
  );
  expect(status).toBe(1);
  expect(stdout.split("\n").slice(0, 2)).toEqual(["✗ The disk is full.", "  → Free some."]);
  expect(stdout).not.toContain("Writing");
});

test("steps side by side are all waited for, and every failure is reported", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash(
    'log_open up; good() { touch "$ROOT/good"; }; bad() { echo why; return 3; }; worse() { fail "Worse." "Mend."; }; ' +
      "steps_together Bad r1 bad Good r2 good Worse r3 worse; echo never",
  );
  expect(status).toBe(1);
  expect(stdout).toContain("✗ Bad failed");
  expect(stdout).toContain("  │ why\n  → r1\n");
  expect(stdout).toContain("✗ Worse.\n  → Mend.\n");
  expect(stdout).not.toContain("never");
  expect(readdirSync(sandbox.root)).toContain("good");
});

test("old logs go, those of other tools stay, and `latest` is the run's own", () => {
  using sandbox = new Sandbox();
  for (let index = 10; index < 40; index++) sandbox.write(`.state/log/up-20250101-0000${index}-1.log`, "old");
  sandbox.write(".state/log/dockerd.log", "other");
  sandbox.bash("log_open down; say hello");
  const names = readdirSync(sandbox.path(".state/log"));
  expect(names.filter((name) => /-\d+\.log$/.test(name))).toHaveLength(20);
  expect(names).toContain("dockerd.log");
  expect(latestLog(sandbox)).toBe("hello\n");
});

test("of steps side by side, it shows what those that still run are at", () => {
  using sandbox = new Sandbox();
  const { stdout } = sandbox.bash(
    [
      "LOG_BEAT_SECONDS=2; log_open up",
      "slow() { echo '  · building pulumi'; sleep 3; }",
      "fast() { echo '  · image nginx'; }",
      "steps_together Toolchain again slow Images again fast",
    ].join("; "),
  );
  expect(stdout).toMatch(/… Toolchain, Images – building pulumi \(\d s\)/);
  expect(stdout).not.toContain("image nginx");
  expect(stdout).toMatch(/✓ Toolchain \(3\.\d s\)\n$/);
  expect(latestLog(sandbox)).toMatch(/== Images\n {2}· image nginx\n== Images: 0\.\d s, status 0\n$/);
});

test.each(["step Long again sleep 30", "long() { sleep 30; }; steps_together Long again long"])(
  "Ctrl-C ends `%s` with what it started, and says how to go on",
  async (script) => {
    using sandbox = new Sandbox();
    const child = sandbox.start(`log_open up; echo started; ${script}`);
    let output = "";
    child.stdout?.on("data", (part) => {
      output += part;
    });
    await once(child.stdout ?? child, "data");
    await new Promise((resume) => setTimeout(resume, 300));
    const began = Date.now();
    process.kill(-(child.pid ?? 0), "SIGINT");
    const [status] = await once(child, "close");
    expect(status).toBe(130);
    expect(output).toContain("Interrupted. Run `bin/up` again: it goes on where this run stopped.");
    expect(Date.now() - began).toBeLessThan(5_000);
  },
);
