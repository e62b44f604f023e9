/** The socket filter on a real engine, and what is left of the edge when one of its containers dies. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILTERED_SOCKET } from "../../../components/lib/edge-environment.ts";
import { until } from "../../support/until.ts";
import { type Edge, images, startBackend, startEdge } from "../support/edge.ts";
import { EdgeClient } from "../support/edge-client.ts";
import { attempt, crash, docker, Sandbox } from "../support/sandbox.ts";

describe("filter and faults", () => {
  const sandbox = new Sandbox("faults");
  const stranger = new Sandbox("stranger");
  let edge: Edge;
  let client: EdgeClient;
  let asker = "";

  beforeAll(async () => {
    edge = startEdge(sandbox, ["TRUST_DOWNSTREAM_PROXY=false"]);
    client = new EdgeClient(edge);
    startBackend(edge, "app", edge.network, ["VIRTUAL_HOST=app.test", "DATABASE_URL=postgres://hunter2@db"]);
    stranger.start(
      "other",
      "--env",
      "VIRTUAL_HOST=other.test",
      images.node,
      "--eval",
      "setTimeout(() => {}, 6e5)",
    );
    const socket = ["--volume", `${edge.socket}:${FILTERED_SOCKET.folder}:ro`, "--network", "none"];
    asker = stranger.start("asker", ...socket, "--entrypoint", "sleep", images.nginx, "600");
    await client.gives("http://app.test", 200);
  });
  afterAll(() => {
    stranger.dispose();
    sandbox.dispose();
  });

  /** Asks the filter as the companion's curl does. @returns status and body */
  const api = (path: string, ...options: string[]) => {
    const socket = `${FILTERED_SOCKET.folder}/docker.sock`;
    const call = [
      "curl",
      "--silent",
      "--path-as-is",
      "--max-time",
      "60",
      "--unix-socket",
      socket,
      ...options,
    ];
    const { output } = attempt(
      "exec",
      asker,
      ...call,
      "--write-out",
      "\n%{http_code}",
      `http://engine${path}`,
    );
    const lines = output.trim().split("\n");
    return { status: Number(lines.at(-1)), body: lines.slice(0, -1).join("\n") };
  };
  const post = (path: string) => api(path, "--request", "POST");
  const state = (container: string) =>
    docker("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", container);
  const restarted = (container: string, times: number) =>
    until(`${container} is back`, () => state(container) === `true ${times}`);

  test("the filter shows the edge's containers only, without what is theirs alone", () => {
    const { status, body } = api("/containers/json?all=1");
    expect(status).toBe(200);
    const names = (JSON.parse(body) as { Names: string[] }[]).flatMap(({ Names }) => Names).sort();
    expect(names).toEqual(["app", "filter", "generator", "nginx"].map((name) => `/${sandbox.name}-${name}`));
    const shown = api(`/containers/${sandbox.name}-app/json`);
    expect(shown.body).toContain("VIRTUAL_HOST=app.test");
    expect(shown.body).not.toMatch(/hunter2|DATABASE_URL|Binds|Mounts/);
    expect(api(`/v1.41/containers/${stranger.name}-other/json`).status).toBe(404);
  });

  test("it lets nginx and docker-gen be hung up, and does nothing else to anybody", () => {
    expect(post(`/containers/${edge.nginx}/kill?signal=SIGHUP`).status).toBe(204);
    expect(post(`/containers/${edge.generator}/kill?signal=1`).status).toBe(204);
    const refused = [
      `/containers/${edge.nginx}/kill?signal=KILL`,
      `/containers/${sandbox.name}-app/kill?signal=HUP`,
      `/containers/${edge.nginx}/restart`,
      `/containers/${edge.nginx}/exec`,
      "/containers/create?name=evil",
      "/build",
      "/v1.41/../containers/create",
      "/%63ontainers/create",
    ];
    for (const path of refused) expect([path, post(path).status]).toEqual([path, 403]);
    expect(post(`/containers/${stranger.name}-other/kill?signal=HUP`).status).toBe(404);
    for (const path of [
      "/images/json",
      "/secrets",
      `/containers/${edge.nginx}/logs?stdout=1`,
      "/containers/../images/json",
    ])
      expect([path, api(path).status]).toEqual([path, 403]);
    expect(api("/_ping", "--header", "Connection: Upgrade", "--header", "Upgrade: tcp").status).toBe(403);
  });

  test("it is nobody, in a container without network that can write nothing but its socket", () => {
    const { body } = api(`/containers/${edge.filter}/json`);
    const status = docker(
      "run",
      "--rm",
      "--pid",
      "host",
      "--entrypoint",
      "cat",
      images.node,
      `/proc/${JSON.parse(body).State.Pid}/status`,
    );
    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(
      docker(
        "inspect",
        "--format",
        "{{.HostConfig.NetworkMode}} {{.HostConfig.ReadonlyRootfs}}",
        edge.filter,
      ),
    ).toBe("none true");
  });

  test("the filter dies: the edge serves on; it comes back, and new containers are routed again", async () => {
    crash(edge.filter);
    expect(await client.status("http://app.test")).toBe(200);
    await restarted(edge.filter, 1);
    startBackend(edge, "afterfilter", edge.network, ["VIRTUAL_HOST=afterfilter.test"]);
    await client.gives("http://afterfilter.test", 200);
    expect(await client.status("http://app.test")).toBe(200);
  });

  test("docker-gen dies: the edge serves on; what happened meanwhile is made up for", async () => {
    docker("pause", edge.filter);
    startBackend(edge, "meanwhile", edge.network, ["VIRTUAL_HOST=meanwhile.test"]);
    crash(edge.generator);
    expect(await client.status("http://app.test")).toBe(200);
    docker("unpause", edge.filter);
    await client.gives("http://meanwhile.test", 200);
  });

  test("nginx dies: it comes back with all hosts", async () => {
    crash(edge.nginx);
    await restarted(edge.nginx, 1);
    for (const host of ["app.test", "meanwhile.test"]) await client.gives(`http://${host}`, 200);
    expect(client.test().status).toBe(0);
  });
});
