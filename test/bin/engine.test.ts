import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

const ensure = 'log_open up; step "Engine" "Look." engine_ensure';

test("an engine elsewhere that does not answer gets one sentence, and nothing is installed", () => {
  using sandbox = new Sandbox();
  sandbox.shim("docker", "exit 1");
  sandbox.shim("apt-get", 'touch "$SANDBOX/touched"');
  const { status, stdout } = sandbox.bash(ensure, { DOCKER_HOST: "ssh://deploy@vps.example.com" });
  expect(status).toBe(1);
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "✗ The Docker engine at ssh://deploy@vps.example.com does not answer.",
    "  → Start it there, and check that `docker -H ssh://deploy@vps.example.com version` works from here.",
  ]);
  expect(sandbox.bash('[[ ! -e "$SANDBOX/touched" ]]').status).toBe(0);
});

test("a stopped engine at a socket of the user's own is not started by us", () => {
  using sandbox = new Sandbox();
  sandbox.shim("docker", "exit 1");
  const { status, stdout } = sandbox.bash(ensure, { DOCKER_HOST: `unix://${sandbox.path("none.sock")}` });
  expect(status).toBe(1);
  expect(stdout).toContain("is stopped.\n  → Start it, or unset DOCKER_HOST");
});

test("an engine that answers is used as it is", async () => {
  using sandbox = new Sandbox();
  sandbox.shim("docker", "exit 1");
  const server = createServer((_request, response) => response.end("OK")).listen(sandbox.path("docker.sock"));
  await once(server, "listening");
  const child = sandbox.start(`DOCKER_HOST=unix://${sandbox.path("docker.sock")} engine_ready`);
  const [status] = await once(child, "close");
  server.close();
  expect(status).toBe(0);
});

test("of five runs that want the engine started, one starts it and all wait for it", async () => {
  using sandbox = new Sandbox();
  const starts = 'echo started >>"$SANDBOX/starts"; sleep 0.5; touch "$SANDBOX/up"';
  sandbox.shim("dockerd", starts);
  sandbox.shim("systemctl", starts);
  sandbox.shim("sudo", '"$@"');
  sandbox.shim("curl", '[[ -e "$SANDBOX/up" ]]');
  const server = createServer().listen(sandbox.path("docker.sock"));
  await once(server, "listening");
  const run = `engine_start`;
  const child = sandbox.start(
    `mkdir -p "$STATE/log"; export DOCKER_HOST=unix://${sandbox.path("docker.sock")} TMPDIR=$SANDBOX; ` +
      `for run in 1 2 3 4 5; do ${run} & jobs+=($!); done; for job in "\${jobs[@]}"; do wait "$job"; done`,
  );
  const [status] = await once(child, "close");
  server.close();
  expect(status).toBe(0);
  expect(readFileSync(sandbox.path("starts"), "utf8")).toBe("started\n");
});
