/** A tenant's nginx is replaced behind the edge, as join-nginx and leave-edge do it, while requests come over connections that are kept. */
import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../bench/lib/run.ts";
import { KEPT_CONNECTIONS } from "../../../components/lib/edge-environment.ts";
import { EDGE_HOST, EDGE_HTTP } from "../../../components/lib/edge-nginx.ts";
import { until } from "../../support/until.ts";
import { images, startEdge } from "../support/edge.ts";
import { EdgeClient } from "../support/edge-client.ts";
import { addressOf, Sandbox } from "../support/sandbox.ts";

const CLIENTS = 16;
const ROUNDS = 3;
/** A guard against a request that is never answered. */
const PATIENCE = 60_000;
/** As many are looked at after each replacement: a number and not a time, so that a busy machine asks no less. */
const ANSWERS = 1000;
/** Says which container answers, and over which of its connections. */
const SERVER = 'server { listen 80; location / { return 200 "$hostname $connection"; } }';
const START = `printf %s "$CONFIGURATION" >/etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'`;

/** A command beside the load, in which a blocking one would be a pause. */
const command = (name: string, ...words: string[]) => run(name, words, { timeoutSeconds: 250 });

describe("a tenant's nginx", () => {
  const sandbox = new Sandbox("handover");
  let client: EdgeClient;

  const start = (name: string) => {
    const { label, value } = KEPT_CONNECTIONS;
    const environment = ["VIRTUAL_HOST=app.test", "VIRTUAL_PORT=80", `CONFIGURATION=${SERVER}`];
    return sandbox.start(
      name,
      ...["--network", client.edge.network, "--hostname", name, "--label", `${label}=${value}`],
      ...environment.flatMap((setting) => ["--env", setting]),
      ...[images.nginx, "sh", "-ec", START],
    );
  };
  const routed = (container: string) => client.configuration().includes(`server ${addressOf(container)}:80;`);

  beforeAll(async () => {
    const edge = startEdge(sandbox, [`DOCKER_CONTAINER_FILTERS=${sandbox.filter},name=^/?[a-z]`]);
    client = new EdgeClient(edge);
    client.write(edge.configuration, "10-edge.conf", EDGE_HTTP);
    client.write(edge.vhosts, "default", EDGE_HOST);
    start("web0");
    await client.gives("http://app.test", 200);
  });
  afterAll(() => sandbox.dispose());

  test(`is replaced ${ROUNDS} times without losing a POST over a kept connection`, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    /** By how often the container had been replaced when they were asked for. */
    const answers: string[][] = Array.from({ length: ROUNDS + 1 }, () => []);
    const failures: string[] = [];
    let replaced = 0;
    let running = true;
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (running) {
        const asked = replaced;
        const answer = await post(client.edge.address, agent);
        (/^web/.test(answer) ? answers[asked] : failures)?.push(answer);
      }
    });

    for (let round = 1; round <= ROUNDS; round += 1) {
      const old = `${sandbox.name}-web${round - 1}`;
      const next = start(`web${round}`);
      await until("the new one is routed to", () => routed(next));
      const address = addressOf(old);
      await command("docker", "rename", old, `LEAVING-${old}`);
      await command("docker", "kill", "--signal", "HUP", client.edge.generator);
      await until("the old one is not", () => !client.configuration().includes(`server ${address}:80;`));
      await command("components/scripts/renew-workers", client.edge.nginx);
      replaced = round;
      const since = answers[round] ?? [];
      await until(`${ANSWERS} answers`, () => since.length >= ANSWERS || failures.length > 0);
      const connections = new Set(since);
      expect(new Set([...connections].map((connection) => connection.split(" ")[0]))).toEqual(
        new Set([`web${round}`]),
      );
      // Kept indeed: far fewer connections than requests. As many as there are clients for each worker of the edge is the most.
      expect(connections.size).toBeLessThan(ANSWERS / 5);
      await command("docker", "rm", "--force", `LEAVING-${old}`);
    }
    running = false;
    await Promise.all(clients);
    agent.destroy();

    expect(failures).toEqual([]);
  });
});

/** @returns what the container answers, or what went wrong */
function post(host: string, agent: Agent): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const headers = { host: "app.test", "content-length": "4" };
  const call = request({ host, method: "POST", headers, agent, timeout: PATIENCE }, (answer) => {
    let body = "";
    answer.on("data", (data) => {
      body += data;
    });
    answer.on("end", () => resolve(answer.statusCode === 200 ? body : `status ${answer.statusCode}`));
    answer.on("error", ({ message }) => resolve(message));
  });
  call.on("timeout", () => call.destroy(new Error(`no answer within ${PATIENCE} ms`)));
  call.on("error", ({ message }) => resolve(`${call.reusedSocket ? "kept" : "new"} connection: ${message}`));
  call.end("post");
  return promise;
}
