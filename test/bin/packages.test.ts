import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

/** A machine with these packages installed and these in its lists. */
function machine(installed: string, known: string): Sandbox {
  const sandbox = new Sandbox();
  sandbox.shim("dpkg-query", `[[ " ${installed} " == *" \${!#} "* ]] && echo installed`);
  sandbox.shim(
    "apt-cache",
    `[[ " ${known} " == *" \${!#} "* ]] && echo "  Candidate: 1.0" || echo "  Candidate: (none)"`,
  );
  sandbox.shim("apt-get", 'echo "$*" >>"$SANDBOX/calls"');
  sandbox.shim("sudo", '"$@"');
  return sandbox;
}

const calls = (sandbox: Sandbox): string[] =>
  existsSync(sandbox.path("calls")) ? readFileSync(sandbox.path("calls"), "utf8").trimEnd().split("\n") : [];

test("nothing is asked of apt when nothing is missing", () => {
  using sandbox = machine("docker.io iptables", "");
  expect(sandbox.bash("packages_ensure docker.io iptables").status).toBe(0);
  expect(calls(sandbox)).toEqual([]);
});

test("only what is missing is installed, waiting for the lock with a limit", () => {
  using sandbox = machine("iptables", "docker.io");
  expect(sandbox.bash("packages_ensure docker.io iptables").status).toBe(0);
  expect(calls(sandbox)).toEqual([
    "-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install --yes --no-install-recommends docker.io",
  ]);
});

test("the lists are refreshed when they do not name the package", () => {
  using sandbox = machine("", "");
  sandbox.bash("packages_ensure docker.io");
  expect(calls(sandbox).map((line) => line.match(/\b(update|install)\b/)?.[0])).toEqual([
    "update",
    "install",
  ]);
});

test("what apt cannot install is named, with what to do", () => {
  using sandbox = machine("", "docker.io");
  sandbox.shim("apt-get", "exit 100");
  const { status, stdout } = sandbox.bash('log_open up; step "Engine" "Look." packages_ensure docker.io');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^✗ apt-get could not install: docker\.io\.\n {2}→ Read the log, put apt right/);
});
