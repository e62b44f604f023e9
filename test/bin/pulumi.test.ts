import { hostname } from "node:os";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

const lock = (pid: number | string, host = hostname()): string =>
  `{"pid":${pid},"username":"root","hostname":"${host}","timestamp":"2026-11-23T08:09:06.696672817Z"}`;
const folder = ".state/pulumi/.pulumi/locks/organization/chalan/local";

test("the lock of a dead process, or of a number that another program got, is stale", () => {
  using sandbox = new Sandbox();
  sandbox.write(`${folder}/a.json`, lock(4_194_303)); // above the kernel's default pid_max
  sandbox.write(`${folder}/b.json`, lock(process.pid)); // alive, but node
  expect(sandbox.bash("pulumi_locks local").stdout).toBe("stale\nstale\n");
});

test("the lock of a live pulumi is held, of another host foreign, and no lock is nothing", () => {
  using sandbox = new Sandbox();
  expect(sandbox.bash("pulumi_locks local").stdout).toBe("");
  sandbox.write(`${folder}/b.json`, lock(1, "elsewhere"));
  const begun = "until [[ $(</proc/$pid/cmdline) == pulumi* ]] 2>/dev/null; do sleep 0.01; done";
  const script = `bash -c 'exec -a pulumi sleep 600' & pid=$!; ${begun}; printf '${lock("%s")}' "$pid" >${folder}/a.json; pulumi_locks local; kill $pid; echo $pid`;
  const [held, foreign, pid] = sandbox.bash(script).stdout.split("\n");
  expect([held, foreign]).toEqual([`held ${pid}`, "foreign elsewhere"]);
});

test("a killed pulumi that nobody has reaped does not hold its lock", () => {
  using sandbox = new Sandbox();
  const ended =
    'until [[ -s zombie ]] && grep -q "^State:.*Z" "/proc/$(<zombie)/status"; do sleep 0.01; done';
  const script = `bash -c 'bash -c "exec -a pulumi sleep 0" & echo $!; exec sleep 600' >zombie & parent=$!; ${ended}; process_is_pulumi "$(<zombie)" || echo dead; kill $parent`;
  expect(sandbox.bash(script).stdout).toBe("dead\n");
});

test("clearing a stale lock asks pulumi to; a foreign one stops the run", () => {
  using sandbox = new Sandbox();
  sandbox.shim("pulumi", `echo "$*"; rm ${sandbox.path(folder)}/*.json`);
  sandbox.write(`${folder}/a.json`, lock(4_194_303));
  expect(sandbox.bash("pulumi_unlock local").stdout).toContain("cancel --yes --stack local");
  sandbox.write(`${folder}/a.json`, lock(1, "elsewhere"));
  const { status, stdout } = sandbox.bash('log_open up; step "Unlocking" "Look." pulumi_unlock local');
  expect(status).toBe(1);
  expect(stdout).toContain(
    "✗ Stack `local` is locked by a run on elsewhere.\n  → Wait for it; if that run is dead: pulumi cancel",
  );
});

const passphrase = 'log_open up; STACK=$1; pulumi_use "$1"; printenv PULUMI_CONFIG_PASSPHRASE || echo none';

test.each([
  ["local", {}, "local-development"],
  ["test-graph", {}, "local-development"],
  ["local", { PULUMI_CONFIG_PASSPHRASE: "mine" }, "mine"],
  ["prod", { PULUMI_CONFIG_PASSPHRASE_FILE: "/run/secret" }, "none"],
  ["prod", { PULUMI_BACKEND_URL: "https://api.pulumi.com" }, "none"],
])("the passphrase of %s with %o is %s", (stack, environment, expected) => {
  using sandbox = new Sandbox();
  sandbox.write(`Pulumi.${stack}.yaml`, "config: {}\n");
  const { stdout } = sandbox.bash(`set -- ${stack}; ${passphrase}`, environment);
  expect(stdout).toBe(`${expected}\n`);
});

test("a stack with real secrets and no passphrase stops with one sentence", () => {
  using sandbox = new Sandbox();
  sandbox.write("Pulumi.prod.yaml", "encryptionsalt: v1:abc\nconfig: {}\n");
  const { status, stdout } = sandbox.bash(`set -- prod; ${passphrase}`);
  expect(status).toBe(1);
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "✗ The secrets of stack `prod` are locked: no passphrase is set.",
    "  → Set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it (or PULUMI_CONFIG_PASSPHRASE).",
  ]);
});

test("pulumi's word for a wrong passphrase becomes one sentence; its output stays in the log", () => {
  using sandbox = new Sandbox();
  sandbox.shim(
    "pulumi",
    "echo 'error: getting stack configuration: incorrect passphrase, please set …'; exit 255",
  );
  const { status, stdout } = sandbox.bash("log_open up; STACK=prod; pulumi_run Update again up");
  expect(status).toBe(1);
  expect(stdout).toContain("✗ The passphrase is wrong.\n  → Set PULUMI_CONFIG_PASSPHRASE_FILE");
});
