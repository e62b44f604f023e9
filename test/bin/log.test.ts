import { once } from "node:events";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { latestLog, Sandbox } from "./shell.ts";

/** A clock that stands still until something is written into its file: milliseconds. */
const CLOCK = 'echo 0 >"$SANDBOX/clock"; now() { REPLY=$(<"$SANDBOX/clock"); }; ';

test("a quick step says nothing on the screen and everything in the log", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash(
    `${CLOCK} log_open up; step "Greeting" "Try again." echo hello; echo after`,
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: "after\n" });
  expect(latestLog(sandbox)).toMatch(/^== Greeting\nhello\n== Greeting: 0\.0 s, status 0\n$/);
});

test("a step of more than two seconds shows its name and how long it took", () => {
  using sandbox = new Sandbox();
  const { stdout } = sandbox.bash(
    `${CLOCK} sleeping() { echo 2100 >"$SANDBOX/clock"; }; log_open up; step "Sleeping" "Wake up." sleeping`,
  );
  expect(stdout).toBe("  ✓ Sleeping (2.1 s)\n");
});

test("a failing step says what failed, its last 20 lines, what to do and where the log is", () => {
  using sandbox = new Sandbox();
  const { status, stdout } = sandbox.bash(
    `${CLOCK} log_open up; broken() { seq 1 30; false; echo never; }; step "Counting" "Count by hand." broken; echo never`,
  );
  expect(status).toBe(1);
  const lines = stdout.trimEnd().split("\n");
  expect(lines[0]).toBe("✗ Counting failed after 0.0 s (status 1). Its last lines:");
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
      'LOG_BEAT_SECONDS=2; log_open up; exec 3>"$SANDBOX/screen"',
      // Until what it is at has been shown alone.
      `slow() { echo '  · building pulumi'; until grep -q 'Images – building pulumi (' "$SANDBOX/screen"; do sleep 0.1; done; }`,
      "fast() { echo '  · image nginx'; }",
      'steps_together Toolchain again slow Images again fast; cat "$SANDBOX/screen"',
    ].join("; "),
  );
  expect(stdout).toMatch(/^ {2}… Toolchain, Images – building pulumi \(\d+ s\)$/m);
  const [, slow] = /^ {2}✓ Toolchain \((\d+\.\d) s\)$/m.exec(stdout) ?? [];
  const [, fast] =
    /== Images\n {2}· image nginx\n== Images: (\d+\.\d) s, status 0\n$/.exec(latestLog(sandbox)) ?? [];
  // Each has taken its own time, though the slow one was waited for first.
  expect(Number(fast)).toBeLessThan(Number(slow));
});

test.each(["step Long again sleep 600", "long() { sleep 600; }; steps_together Long again long"])(
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
    process.kill(-(child.pid ?? 0), "SIGINT");
    const [status] = await once(child, "close");
    expect(status).toBe(130);
    expect(output).toContain("Interrupted. Run `bin/up` again: it goes on where this run stopped.");
  },
);
