import { mkdirSync, symlinkSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

/** An engine with the edge of `prod`, on which containers of these stacks are joined. */
function release(joined: string): { status: number | null; stdout: string } {
  using sandbox = new Sandbox();
  mkdirSync(sandbox.path("components"));
  symlinkSync(resolve("components/scripts"), sandbox.path("components/scripts"));
  sandbox.shim(
    "docker",
    `case "$*" in *role=proxy*) echo nginx-proxy ;; *chalan.edge=nginx-proxy*) printf '%b' '${joined}' ;; *) exit 9 ;; esac`,
  );
  const { status, stdout } = sandbox.bash("log_open down; STACK=prod; edge_release");
  return { status, stdout };
}

test("an edge that only its owner uses may go", () => {
  expect(release("prod nginx-proxy\\nprod chalan-phoenix-nginx-1\\n")).toMatchObject({ status: 0 });
});

test("an edge that other stacks have joined stays: who they are, and what to do", () => {
  const { status, stdout } = release("prod nginx-proxy\\nqa chalan-stage-nginx-qa-1\\n");
  expect(status).not.toBe(0);
  expect(stdout).toContain("stack qa: chalan-stage-nginx-qa-1");
  expect(stdout).toContain("→ Take them down first: bin/down qa.");
});
