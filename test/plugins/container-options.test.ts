/** Every option that the project's containers use: applied by the engine, and no difference seen afterwards. */
import * as docker from "@pulumi/docker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/free-port.ts";
import { type Inspection, inspect, run } from "./support/engine.ts";
import { freeSubnets, Probe } from "./support/probe.ts";
import { TestStack } from "./support/stack.ts";

const probe = new Probe();
const [front, back] = freeSubnets();
let port: number;
const container = (name: string) => inspect("container", `${probe.name}-${name}`);

/** The program; cpus is what the second half of the tests changes. */
const program = (cpus: string | undefined) => () => {
  const image = new docker.RemoteImage("image", { name: probe.image, keepLocally: true });
  const edge = new docker.Network("edge", {
    name: `${probe.name}-edge`,
    labels: probe.labels,
    ipamConfigs: [{ subnet: front.cidr, gateway: front.address(1), ipRange: `${front.address(128)}/25` }],
  });
  const inner = new docker.Network("inner", {
    name: `${probe.name}-inner`,
    labels: probe.labels,
    internal: true,
    ipamConfigs: [{ subnet: back.cidr }],
  });
  const data = new docker.Volume("data", { name: `${probe.name}-data`, labels: probe.labels });
  const make = (name: string, inputs: Partial<docker.ContainerArgs>) =>
    new docker.Container(
      name,
      { ...probe.container, name: `${probe.name}-${name}`, image: image.imageId, ...inputs },
      { deleteBeforeReplace: true, replaceOnChanges: ["healthcheck", "tmpfs", "init"] },
    );

  make("limits", {
    memory: 64,
    memorySwap: 64,
    cpuShares: 512,
    ...(cpus === undefined ? {} : { cpus }),
    restart: "on-failure",
    maxRetryCount: 3,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  });
  make("locked", {
    readOnly: true,
    tmpfs: { "/tmp": "size=1m,mode=1777" },
    capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
    securityOpts: ["no-new-privileges:true"],
    user: "nobody",
    init: true,
    stopSignal: "SIGTERM",
    stopTimeout: 7,
    restart: "unless-stopped",
    workingDir: "/var",
    hostname: "locked",
    sysctls: { "net.core.somaxconn": "512" },
    ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
  });
  make("filled", {
    uploads: [
      { file: "/etc/probe.conf", content: "text\n" },
      {
        file: "/usr/local/bin/probe",
        contentBase64: Buffer.from("#!/bin/sh\n").toString("base64"),
        executable: true,
      },
    ],
    volumes: [
      { volumeName: data.name, containerPath: "/data" },
      { hostPath: "/etc/hostname", containerPath: "/host", readOnly: true },
    ],
    mounts: [{ type: "volume", source: data.name, target: "/mounted", readOnly: true }],
    envs: ["ONE=1", "TWO=2"],
    shmSize: 32,
    hosts: [{ host: "elsewhere", ip: front.address(9) }],
    dns: [front.address(1)],
    healthcheck: { tests: ["CMD", "true"], interval: "1s", timeout: "3s", startPeriod: "1m0s", retries: 2 },
  });
  make("joined", {
    networksAdvanced: [
      { name: edge.name, aliases: ["web", "api"], ipv4Address: front.address(20) },
      { name: inner.name, aliases: ["inside"] },
    ],
    ports: [{ internal: 80, external: port, ip: "127.0.0.1" }],
  });
};

let stack: TestStack;
beforeAll(async () => {
  port = await freePort();
  stack = await TestStack.create("options");
  const created = await stack.up(program("0.5"));
  expect(created.failed, created.output).toBe(false);
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  probe[Symbol.dispose]();
});

describe("the engine got", () => {
  const host = (name: string) => container(name).HostConfig;
  const network = (name: string) =>
    inspect("network", `${probe.name}-${name}`) as Inspection & Record<string, unknown>;

  it("limits, restart policy and log rotation", () => {
    expect(host("limits")).toMatchObject({
      Memory: 64 << 20,
      MemorySwap: 64 << 20,
      CpuShares: 512,
      NanoCpus: 500_000_000,
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    });
  });
  it("a locked-down container", () => {
    expect(host("locked")).toMatchObject({
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": "size=1m,mode=1777" },
      CapDrop: ["ALL"],
      CapAdd: ["CAP_NET_BIND_SERVICE"],
      SecurityOpt: ["no-new-privileges:true"],
      Init: true,
      RestartPolicy: { Name: "unless-stopped" },
      Sysctls: { "net.core.somaxconn": "512" },
    });
    expect(container("locked").Config).toMatchObject({
      User: "nobody",
      StopSignal: "SIGTERM",
      StopTimeout: 7,
      WorkingDir: "/var",
      Hostname: "locked",
    });
  });
  it("files, volumes, environment, hosts and a health check", () => {
    const name = `${probe.name}-filled`;
    expect(run("exec", name, "cat", "/etc/probe.conf")).toBe("text");
    expect(run("exec", name, "stat", "-c", "%a", "/etc/probe.conf", "/usr/local/bin/probe")).toBe("644\n744");
    expect(host("filled").Binds).toEqual(
      expect.arrayContaining([`${probe.name}-data:/data:rw`, "/etc/hostname:/host:ro"]),
    );
    expect(host("filled")).toMatchObject({
      ShmSize: 32 << 20,
      ExtraHosts: [`elsewhere:${front.address(9)}`],
    });
    expect(container("filled").Config).toMatchObject({
      Env: expect.arrayContaining(["ONE=1", "TWO=2"]),
      Healthcheck: { Test: ["CMD", "true"], Interval: 1e9, Timeout: 3e9, StartPeriod: 60e9, Retries: 2 },
    });
  });
  it("a container on two networks, with aliases and an address, and a port on loopback", () => {
    const { Networks } = container("joined").NetworkSettings;
    expect(Object.keys(Networks).sort()).toEqual([`${probe.name}-edge`, `${probe.name}-inner`]);
    expect(Networks[`${probe.name}-edge`]?.IPAddress).toBe(front.address(20));
    expect(Networks[`${probe.name}-edge`]?.Aliases).toEqual(expect.arrayContaining(["web", "api"]));
    expect(Networks[`${probe.name}-inner`]?.Aliases).toContain("inside");
    expect(host("joined").PortBindings).toEqual({
      "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }],
    });
  });
  it("networks with their address ranges, one of them internal, and a labelled volume", () => {
    expect(network("edge")).toMatchObject({
      IPAM: {
        Config: [{ Subnet: front.cidr, Gateway: front.address(1), IPRange: `${front.address(128)}/25` }],
      },
      Internal: false,
    });
    expect(network("inner")).toMatchObject({ Internal: true });
    const labels = Object.fromEntries(probe.labels.map(({ label, value }) => [label, value]));
    expect(inspect("volume", `${probe.name}-data`)).toMatchObject({ Labels: labels });
  });
});

describe("afterwards", () => {
  it("a second up changes nothing", async () => {
    const again = await stack.up(program("0.5"));
    expect(again.changes, again.output).toEqual({});
  });
  it("and a preview with refresh sees no difference", async () => {
    const preview = await stack.preview(program("0.5"), { refresh: true });
    expect(preview.changes, preview.output).toEqual({});
  });
  it("the image is known by its id, and stays when the stack goes", () => {
    expect(stack.resource("image").outputs?.imageId).toBe(probe.image);
  });
});

describe("cpus", () => {
  it("the same number written differently is no change", async () => {
    const preview = await stack.preview(program("0.50"));
    expect(preview.changes, preview.output).toEqual({});
  });
  it("a new number applies to the running container", async () => {
    const before = container("limits");
    const changed = await stack.up(program("0.75"));
    expect(changed.changes, changed.output).toEqual({ update: 1 });
    const after = container("limits");
    expect(after.Id).toBe(before.Id);
    expect(after.State.StartedAt).toBe(before.State.StartedAt);
    expect(after.HostConfig).toMatchObject({ NanoCpus: 750_000_000, Memory: 64 << 20 });
  });
  it("no number takes the limit away", async () => {
    const changed = await stack.up(program(undefined));
    expect(changed.failed, changed.output).toBe(false);
    expect(container("limits").HostConfig.NanoCpus).toBe(0);
    const preview = await stack.preview(program(undefined), { refresh: true });
    expect(preview.changes, preview.output).toEqual({});
  });
  it("a number that the engine refuses leaves no container", async () => {
    const refused = await stack.up(() => {
      program(undefined)();
      new docker.Container("greedy", { ...probe.container, name: `${probe.name}-greedy`, cpus: "100000" });
    });
    expect(refused.failed).toBe(true);
    expect(run("ps", "--all", "--quiet", "--filter", `name=${probe.name}-greedy`)).toBe("");
    expect(refused.diagnostics.toLowerCase()).toContain("cpus");
  });
});
