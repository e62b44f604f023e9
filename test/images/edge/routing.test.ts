/** E rows of the contract: what nginx-proxy's split mode does with containers, networks and files, stock or stand-in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import { type Edge, images, startBackend, startEdge } from "../support/edge.ts";
import { EdgeClient } from "../support/edge-client.ts";
import { upgrade } from "../support/request.ts";
import { attempt, docker, logs, Sandbox } from "../support/sandbox.ts";

describe("routing", () => {
  const sandbox = new Sandbox("routing");
  let edge: Edge;
  let client: EdgeClient;
  let hidden = "";

  beforeAll(async () => {
    edge = startEdge(sandbox, ["TRUST_DOWNSTREAM_PROXY=false"]);
    client = new EdgeClient(edge);
    hidden = sandbox.network("hidden").name;
    await client.gives("http://nobody.test", 503);
  });
  afterAll(() => sandbox.dispose());

  test("E1: an unknown host gets 503, also for a challenge, and no TLS handshake", async () => {
    expect(await client.status("http://nobody.test/", { path: "/.well-known/acme-challenge/x" })).toBe(503);
    expect(await client.refusesHandshake("nobody.test")).toBe(true);
  });

  test("E2: every name of VIRTUAL_HOST is routed", async () => {
    startBackend(edge, "plain", edge.network, ["VIRTUAL_HOST=plain.test,www.plain.test"]);
    for (const name of ["plain.test", "www.plain.test"]) await client.gives(`http://${name}`, 200);
    expect((await client.answer("http://plain.test", { path: "/path?x=1" })).url).toBe("/path?x=1");
  });

  test("E3: a second container of a host shares its load", async () => {
    startBackend(edge, "second", edge.network, ["VIRTUAL_HOST=plain.test"]);
    const seen = new Set<string>();
    await until(
      "both containers answer",
      async () => seen.add((await client.answer("http://plain.test")).name).size === 2,
    );
  });

  test("E4, E5, E6: only reachable containers are in rotation, whatever happens to their networks", async () => {
    const container = startBackend(edge, "moving", hidden, ["VIRTUAL_HOST=moving.test"]);
    await client.gives("http://moving.test", 502);
    expect(await client.status("http://moving.test", { path: "/.well-known/acme-challenge/none" })).toBe(404);
    docker("network", "connect", edge.network, container);
    await client.gives("http://moving.test", 200);
    docker("network", "disconnect", edge.network, container);
    await client.gives("http://moving.test", 502);
    docker("network", "connect", edge.network, container);
    await client.gives("http://moving.test", 200);
    sandbox.remove(container);
    await client.gives("http://moving.test", 503);
  });

  test("E7: an unhealthy container stays in rotation", async () => {
    const check = ["--health-cmd", "false", "--health-interval", "1s", "--health-retries", "1"];
    const container = startBackend(edge, "ill", edge.network, ["VIRTUAL_HOST=ill.test"], ...check);
    const health = () => docker("inspect", "--format", "{{.State.Health.Status}}", container);
    await until("it is unhealthy", () => health() === "unhealthy");
    await client.gives("http://ill.test", 200);
    sandbox.remove(container);
    await client.gives("http://ill.test", 503);
  });

  test("E9: nginx is signalled only when the text changes", async () => {
    const before = await client.reloads();
    const told = logs(edge.generator).length;
    const unrelated = sandbox.start("unrelated", "--network", edge.network, images.node, "--version");
    docker("wait", unrelated);
    sandbox.remove(unrelated);
    docker("kill", "--signal", "HUP", edge.generator);
    await until("docker-gen has looked again", () =>
      /did not change|Skipping/.test(logs(edge.generator).slice(told)),
    );
    expect(await client.reloads()).toBe(before);
  });

  test("E10, E16: a hang-up makes docker-gen see new files of vhost.d; a host's own file hides the default one", async () => {
    client.write(edge.vhosts, "default", "add_header X-File default always;");
    client.write(edge.vhosts, "ill.test", "add_header X-File own always;");
    client.write(edge.vhosts, "ill.test_location", "client_max_body_size 1k;");
    startBackend(edge, "well", edge.network, ["VIRTUAL_HOST=ill.test"]);
    const file = async (host: string) => (await client.ask(`http://${host}`)).headers["x-file"];
    await client.regenerate(
      "both files",
      async () => (await file("plain.test")) === "default" && (await file("ill.test")) === "own",
    );
    expect(client.test().status).toBe(0);
    expect(
      await client.status("http://ill.test", { headers: { "content-length": "2000" }, method: "POST" }),
    ).toBe(413);
  });

  test("E16: settings and a replacement of a host's location, and its password", async () => {
    client.write(edge.vhosts, "default_location", "add_header X-Location default always;");
    client.write(edge.vhosts, "own.test_location", "add_header X-Location own always;");
    client.write(edge.vhosts, "instead.test_location_override", 'location / { return 418 "instead"; }');
    client.write(edge.passwords, "closed.test", "ana:{PLAIN}secret\n");
    for (const name of ["own", "instead", "closed"])
      startBackend(edge, name, edge.network, [`VIRTUAL_HOST=${name}.test`]);
    const location = async (host: string) => (await client.ask(`http://${host}`)).headers["x-location"];
    await client.regenerate("all of them", () =>
      ["own", "instead", "closed"].every((name) =>
        client.configuration().includes(`server_name ${name}.test;`),
      ),
    );
    await client.gives("http://instead.test", 418);
    expect([await location("plain.test"), await location("own.test")]).toEqual(["default", "own"]);
    const login = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
    expect(await client.status("http://closed.test")).toBe(401);
    expect(await client.status("http://closed.test", { headers: login("ana:wrong") })).toBe(401);
    expect(await client.status("http://closed.test", { headers: login("ana:secret") })).toBe(200);
  });

  test("E15: the challenge is served before anything else, and a missing one is 404", async () => {
    client.write(edge.webroot, ".well-known/acme-challenge/token", "proof");
    const path = "/.well-known/acme-challenge/token";
    expect(await client.ask("http://plain.test", { path })).toMatchObject({ status: 200, body: "proof" });
    expect(await client.status("http://plain.test", { path: `${path}2` })).toBe(404);
  });

  test("E17: a client's X-Forwarded headers are replaced", async () => {
    const { headers } = await client.answer("http://plain.test", {
      headers: {
        "x-forwarded-for": "6.6.6.6",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "evil.test",
        "x-forwarded-port": "1",
        "x-forwarded-ssl": "on",
        "x-real-ip": "6.6.6.6",
        "x-original-uri": "/evil",
        proxy: "evil",
      },
    });
    const here = expect.stringMatching(`^${edge.prefix.replaceAll(".", "\\.")}\\.\\d+$`);
    expect(headers).toMatchObject({
      host: "plain.test",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "plain.test",
      "x-forwarded-port": "80",
      "x-forwarded-ssl": "off",
      "x-original-uri": "/",
      "x-real-ip": here,
      "x-forwarded-for": here,
    });
    expect(headers).not.toHaveProperty("proxy");
  });

  test("E18: more than a megabyte is 413, an upgrade passes, answers are not compressed", async () => {
    const large = { method: "POST", headers: { "content-length": "1200000" } };
    expect(await client.status("http://plain.test", large)).toBe(413);
    expect(await upgrade("http://plain.test", edge.address, "hello")).toBe("hello");
    const { headers } = await client.ask("http://plain.test", { headers: { "accept-encoding": "gzip" } });
    expect(headers["content-encoding"]).toBeUndefined();
  });

  test("E19: a file that nginx refuses changes nothing for what is served", async () => {
    client.write(edge.vhosts, "broken.test", "nonsense;");
    startBackend(edge, "broken", edge.network, ["VIRTUAL_HOST=broken.test"]);
    await until("nginx would refuse it", () => client.test().status === 1);
    expect(await client.status("http://plain.test")).toBe(200);
    sandbox.remove(`${sandbox.name}-broken`);
    await until("all is well again", () => client.test().status === 0);
  });

  test("E8: without its label nginx gets no signal, and every upstream is down", async () => {
    const before = await client.reloads();
    const arguments_ = ["--network", "none", "--env", "NGINX_CONTAINER_LABEL=nobody.has.this"];
    docker("stop", edge.generator);
    sandbox.start(
      "unlabelled",
      ...[
        ...arguments_,
        "--volumes-from",
        edge.generator,
        "--env",
        "DOCKER_HOST=unix:///run/engine/docker.sock",
      ],
      ...["--env", `DOCKER_CONTAINER_FILTERS=${sandbox.filter}`, images.generator],
    );
    await until("all is down", () => !/server \d+\.\d+\.\d+\.\d+:8000;/.test(client.configuration()));
    expect(client.configuration()).toContain("server 127.0.0.1 down;");
    expect(await client.reloads()).toBe(before);
    expect(attempt("exec", edge.nginx, "nginx", "-t").status).toBe(0);
  });
});
