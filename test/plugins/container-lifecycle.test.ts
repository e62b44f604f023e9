/** How containers are replaced, stopped, started again and removed. */
import * as docker from "@pulumi/docker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../support/until.ts";
import { type Event, eventsDuring, inspect, run } from "./support/engine.ts";
import { Probe } from "./support/probe.ts";
import { type Run, TestStack } from "./support/stack.ts";

const probe = new Probe();
const running = () => probe.containers().filter(({ State }) => State.Running);
const named = (prefix: string) => probe.containers().filter(({ Name }) => Name.startsWith(`/${prefix}`));

/** The program: `version` changes every container but `kept`, `retries` only a health check. */
const program =
  (version: string, retries = 2) =>
  () => {
    const make = (name: string, inputs: Partial<docker.ContainerArgs>, deleteBeforeReplace: boolean) =>
      new docker.Container(
        name,
        { ...probe.container, ...inputs },
        { deleteBeforeReplace, replaceOnChanges: ["healthcheck"] },
      );
    const envs = [`VERSION=${version}`];
    make("rolling", { envs }, false);
    make("hasty", { envs, destroyGraceSeconds: undefined }, false);
    make("single", { envs, name: `${probe.name}-single` }, true);
    const ports = [{ internal: 80, ip: "127.0.0.1" }];
    make("kept", { name: `${probe.name}-kept`, restart: "unless-stopped", ports }, true);
    make("checked", { healthcheck: { tests: ["CMD", "true"], interval: "5s", retries } }, false);
    make("brief", { name: `${probe.name}-brief`, command: ["exit 7"], mustRun: false }, true);
  };

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.create("lifecycle");
  const created = await stack.up(program("1"));
  expect(created.failed, created.output).toBe(false);
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  probe[Symbol.dispose]();
});

describe("a replacement", () => {
  let replaced: Run;
  let events: Event[];
  beforeAll(async () => {
    events = await eventsDuring(probe, async () => {
      replaced = await stack.up(program("2", 3));
    });
  });
  const order = (name: string) =>
    events
      .filter((event) => event.name.startsWith(name))
      .map(({ action }) => action)
      .filter((action) => ["create", "start", "die", "destroy"].includes(action));

  it("happens to what changed, and to a health check by replaceOnChanges", () => {
    expect(replaced.failed, replaced.output).toBe(false);
    expect(replaced.changes).toEqual({ replace: 4 });
  });
  it("makes the new one first where deleteBeforeReplace is false, under another generated name", () => {
    expect(order("rolling")).toEqual(["create", "start", "die", "destroy"]);
    expect(order("checked")).toEqual(["create", "start", "die", "destroy"]);
    const [only, ...more] = named("rolling");
    expect(more).toEqual([]);
    expect(only?.Name).toMatch(/^\/rolling-[0-9a-f]{7}$/);
  });
  it("removes the old one first where deleteBeforeReplace is true", () => {
    expect(order(`${probe.name}-single`)).toEqual(["die", "destroy", "create", "start"]);
  });
  it("lets the old one end by itself within destroyGraceSeconds, and kills it at once without", () => {
    const exitCode = (name: string) =>
      events.find((event) => event.action === "die" && event.name.startsWith(name))?.exitCode;
    expect(exitCode("rolling")).toBe("0");
    expect(exitCode("hasty")).toBe("137");
  });
  it("gives the container the new health check", () => {
    const [checked] = named("checked");
    expect(checked?.Config).toMatchObject({ Healthcheck: { Retries: 3 } });
  });
});

describe("a container that ended by itself", () => {
  const ended = (name: string) =>
    until(`the end of ${name}`, () => !inspect("container", `${probe.name}-${name}`).State.Running);

  it("stays, if it must not run", async () => {
    await ended("brief");
    expect(inspect("container", `${probe.name}-brief`).State).toMatchObject({ Running: false, ExitCode: 7 });
    const preview = await stack.preview(program("2", 3), { refresh: true });
    expect(preview.changes, preview.output).toEqual({});
  });
  it("is no error and stays to be looked at, if it must", async () => {
    const created = await stack.up(() => {
      program("2", 3)();
      new docker.Container("crashed", {
        ...probe.container,
        name: `${probe.name}-crashed`,
        command: ["exit 3"],
      });
    });
    expect(created.failed, created.output).toBe(false);
    await ended("crashed");
    // It may have ended after the plugin had looked.
    await stack.refresh();
    expect(inspect("container", `${probe.name}-crashed`).State).toMatchObject({
      Running: false,
      ExitCode: 3,
    });
    expect(stack.resource("crashed").outputs).toMatchObject({ mustRun: false });
    await stack.up(program("2", 3));
    expect(named(`${probe.name}-crashed`)).toEqual([]);
  });
});

describe("a container that was stopped by hand", () => {
  let id: string;
  beforeAll(() => {
    id = inspect("container", `${probe.name}-kept`).Id;
    run("stop", id);
  });

  it("is only looked at by a preview with refresh", async () => {
    const preview = await stack.preview(program("2", 3), { refresh: true });
    expect(preview.failed, preview.output).toBe(false);
    expect(preview.changes).toEqual({ update: 1 });
    expect(inspect("container", id).State.Running).toBe(false);
  });
  it("is started again, not replaced, by an up with refresh", async () => {
    const mended = await stack.up(program("2", 3), { refresh: true });
    expect(mended.failed, mended.output).toBe(false);
    expect(inspect("container", id).State.Running).toBe(true);
    const preview = await stack.preview(program("2", 3), { refresh: true });
    expect(preview.changes, preview.output).toEqual({});
  });
});

describe("a container that was removed by hand", () => {
  it("is made again by an up with refresh", async () => {
    run("rm", "--force", `${probe.name}-kept`);
    const mended = await stack.up(program("2", 3), { refresh: true });
    expect(mended.failed, mended.output).toBe(false);
    expect(inspect("container", `${probe.name}-kept`).State.Running).toBe(true);
  });
  it("does not keep destroy from ending", async () => {
    run("rm", "--force", `${probe.name}-single`);
    const destroyed = await stack.destroy();
    expect(destroyed.failed, destroyed.output).toBe(false);
    expect(running()).toEqual([]);
  });
});
