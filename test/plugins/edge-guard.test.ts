/** The owner of an edge cannot be destroyed while another stack is joined to it, whatever else it has. */
import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import { secret } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EdgeGuard } from "../../components/edge-guard.ts";
import { Passwords } from "../../components/lib/secrets.ts";
import { inspect, run } from "./support/engine.ts";
import { probeImage, repository } from "./support/probe.ts";
import { TestStack } from "./support/stack.ts";

const edge = `tmp-plugins-guard-${randomBytes(4).toString("hex")}`;
const label = (stack: string, role: string) => [
  "--label",
  `chalan.stack=${stack}`,
  "--label",
  `chalan.role=${role}`,
];
const start = (name: string, stack: string, role: string) =>
  run(
    ...[
      "run",
      "--detach",
      "--name",
      `${edge}-${name}`,
      "--network",
      "none",
      "--label",
      `chalan.edge=${edge}`,
    ],
    ...[...label(stack, role), "--entrypoint", "sleep", probeImage, "600"],
  );

const program = () => {
  const network = new docker.Network("network", { name: edge, internal: true });
  const volume = new docker.Volume("volume", { name: edge });
  const context = {
    identity: { stack: "owner", environment: "prod", prefix: "guard", suffix: "1" },
    passwords: new Passwords(secret("unused"), 1),
    certificates: { authority: "", held: [] },
    customCertificate: () => secret("unused"),
    dockerHost: "unix:///var/run/docker.sock",
    imageId: () => {
      throw new Error("the guard needs no image");
    },
  } as const;
  new EdgeGuard("guard", { context, network: edge, guarded: [network, volume] }, {});
};

let stack: TestStack;
const containers: string[] = [];
beforeAll(async () => {
  stack = await TestStack.create("guard");
  // Commands run in the program's folder.
  mkdirSync(join(stack.folder, "components"));
  symlinkSync(join(repository, "components/scripts"), join(stack.folder, "components/scripts"));
  for (const role of ["proxy", "generator", "companion"]) containers.push(start(role, "owner", role));
  const { failed, output } = await stack.up(program);
  expect(failed, output).toBe(false);
});
afterAll(async () => {
  for (const container of containers) run("rm", "--force", container);
  await stack[Symbol.asyncDispose]();
});

it("refuses, names who is joined and the remedy, and deletes nothing", async () => {
  const joined = start("visitor", "visitor", "nginx");
  try {
    const { failed, output } = await stack.destroy();
    expect(failed).toBe(true);
    expect(output).toContain(`stack visitor: ${edge}-visitor`);
    expect(output).toContain("bin/down visitor");
    expect(inspect("network", edge).Name).toBe(edge);
    expect(inspect("volume", edge).Name).toBe(edge);
  } finally {
    run("rm", "--force", joined);
  }
});

it("lets go once nobody is joined", async () => {
  const { failed, output } = await stack.destroy();
  expect(failed, output).toBe(false);
  expect(() => inspect("network", edge)).toThrow();
});
