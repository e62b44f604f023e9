/** The tenant's nginx: the real configuration in the real image, in front of two stand-ins for web. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Container,
  createNetwork,
  docker,
  startContainer,
  temporaryName,
  waitFor,
} from "../support/containers.ts";
import { type Answer, type CallOptions, call } from "../support/http.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const read = (from: string, to: string) => ["--volume", `${path(from)}:${to}:ro`];

const HOST = "acme.test";
const network = temporaryName("network");
const webs = { one: temporaryName("web"), two: temporaryName("web") };
let nginx: Container;

/** The image with this configuration, as restricted as the stack runs it. */
async function startNginx(state: string): Promise<Container> {
  const container = await startContainer({
    image: "nginx:1.30.4-alpine",
    port: 80,
    options: [
      "--network",
      network,
      "--env",
      `SERVER_NAMES=${HOST} www.${HOST} api.${HOST}`,
      "--env",
      `API_NAMES=api.${HOST}`,
      "--env",
      "WEB_PORT=8000",
      "--env",
      `TENANT_STATE=${state}`,
      // As restricted as the stack runs it: no root, nothing writable but these, no capability.
      "--user",
      "nginx",
      "--read-only",
      "--cap-drop",
      "ALL",
      ...["/tmp", "/etc/nginx/conf.d", "/etc/nginx/switch"].flatMap((folder) => [
        "--tmpfs",
        `${folder}:uid=101`,
      ]),
      ...read("../../../app/nginx/nginx.conf", "/etc/nginx/nginx.conf"),
      ...read("../../../app/nginx/snippets", "/etc/nginx/snippets"),
      ...read("../../../app/nginx/templates", "/etc/nginx/templates"),
      ...read("../../../app/nginx/switch-web", "/usr/local/bin/switch-web"),
      ...read("html", "/usr/share/nginx/html"),
    ],
  });
  const healthy = async () => expect((await call(container.port, "/.nginx/healthz")).status).toBe(200);
  await waitFor("nginx", healthy, 30);
  return container;
}

beforeAll(async () => {
  await createNetwork(network);
  const started = Object.values(webs).map((name) =>
    docker(
      "run",
      "--detach",
      "--rm",
      "--name",
      name,
      "--hostname",
      name,
      "--network",
      network,
      "--label",
      "chalan.test=app",
      ...read("echo.mjs", "/echo.mjs"),
      "node:24.19.0-slim",
      "node",
      "/echo.mjs",
    ),
  );
  await Promise.all(started);
  nginx = await startNginx("active");
});
afterAll(async () => {
  await nginx?.stop();
  for (const name of Object.values(webs)) await docker("rm", "--force", name).catch(() => {});
  await docker("network", "rm", network);
});

const ask = (url: string, options: CallOptions = {}, host = HOST): Promise<Answer> =>
  call(nginx.port, url, { ...options, headers: { host, ...options.headers } });
const switchTo = (...words: string[]) => docker("exec", nginx.name, "switch-web", ...words);
const target = () => docker("exec", nginx.name, "cat", "/etc/nginx/switch/web.conf");
const answeredBy = async () => JSON.parse((await ask("/api/x")).body).instance as string;

const SECURITY = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
];
function expectSecurity({ names, headers }: Answer): void {
  for (const name of SECURITY)
    expect([name, names.filter((other) => other === name).length]).toEqual([name, 1]);
  expect(headers.server).toBe("nginx");
}

describe("before the first switch", () => {
  it("serves the front, and says 503 for the API", async () => {
    expect((await ask("/")).status).toBe(200);
    const api = await ask("/api/tenant");
    expect(api.status).toBe(503);
    expect(api.headers).toMatchObject({ "content-type": "application/problem+json", "retry-after": "2" });
    expect(JSON.parse(api.body)).toMatchObject({
      type: "urn:chalan:problem:unavailable",
      status: 503,
      instance: expect.any(String),
    });
    expectSecurity(api);
    expect(JSON.parse((await ask("/", {}, `api.${HOST}`)).body)).toMatchObject({ status: 503 });
  });
});

describe("switch-web", () => {
  it.each([
    [[]],
    [[""]],
    [["Upper"]],
    [["a b"]],
    [["-a"]],
    [[".a"]],
    [["a;b"]],
    [['a"b']],
    [["a\nb"]],
    [["a$b"]],
    [["a/b"]],
    [["a", "b"]],
  ])("refuses %j", async (words) => {
    await expect(switchTo(...words)).rejects.toThrow(/switch-web: /);
    await expect(target()).rejects.toThrow();
  });

  it("writes exactly one line and takes effect without a restart", async () => {
    await switchTo(webs.one);
    expect(await target()).toBe(`set $web "${webs.one}:8000";`);
    expect(await answeredBy()).toBe(webs.one);
  });

  it("keeps the old target when nginx refuses the configuration", async () => {
    await docker("exec", nginx.name, "sh", "-c", "echo 'nonsense;' > /etc/nginx/conf.d/broken.conf");
    await expect(switchTo(webs.two)).rejects.toThrow(/the old target stays.*nonsense/s);
    expect(await target()).toBe(`set $web "${webs.one}:8000";`);
    await docker("exec", nginx.name, "rm", "/etc/nginx/conf.d/broken.conf");
    expect(await answeredBy()).toBe(webs.one);
    expect(await docker("exec", nginx.name, "ls", "/etc/nginx/switch")).toBe("web.conf");
  });

  it("notices that nginx refuses what its own check accepts", { timeout: 60_000 }, async () => {
    const zone = (key: string) =>
      docker(
        "exec",
        nginx.name,
        "sh",
        "-c",
        `echo 'limit_req_zone ${key} zone=test:32k rate=1r/s;' > /etc/nginx/conf.d/zone.conf`,
      );
    await zone("$uri");
    await switchTo(webs.one);
    // Another key for a zone that is in use: only the running nginx can know.
    await zone("$host");
    await expect(switchTo(webs.two)).rejects.toThrow(/did not take the configuration.*the old target stays/s);
    expect(await target()).toBe(`set $web "${webs.one}:8000";`);
    await docker("exec", nginx.name, "rm", "/etc/nginx/conf.d/zone.conf");
    await switchTo(webs.one);
    expect(await answeredBy()).toBe(webs.one);
  });

  it("loses no request while switching to and fro under load, and the old one gets none afterwards", {
    timeout: 120_000,
  }, async () => {
    let running = true;
    let answers = 0;
    const failures: unknown[] = [];
    const client = async () => {
      while (running) {
        try {
          const { status } = await ask("/api/load", { method: "POST", payload: { a: 1 } });
          if (status !== 200) failures.push(status);
        } catch (error) {
          failures.push(error);
        }
        answers += 1;
      }
    };
    const clients = Array.from({ length: 8 }, client);
    for (let round = 0; round < 5; round += 1) {
      for (const name of [webs.two, webs.one]) {
        await switchTo(name);
        const asked = await Promise.all(Array.from({ length: 100 }, answeredBy));
        expect([...new Set(asked)]).toEqual([name]);
      }
    }
    running = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(answers).toBeGreaterThan(100);
  });

  it("answers 502 for a container that is not there, and goes on with the front", async () => {
    await switchTo("nobody-here");
    expect((await ask("/api/x")).status).toBe(502);
    expect((await ask("/")).status).toBe(200);
    await switchTo(webs.one);
    expect(await answeredBy()).toBe(webs.one);
  });
});

describe("the front", () => {
  it.each(["/", "/contracts/7", "/index.html"])(
    "%s is the page, never cached without asking",
    async (url) => {
      const answer = await ask(url);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain("<title>front</title>");
      expect(answer.headers["cache-control"]).toBe("no-cache");
      expect(answer.headers["content-security-policy"]).toContain("script-src 'self'");
      expect(answer.headers["content-security-policy"]).not.toMatch(/unsafe|\*/);
      expectSecurity(answer);
    },
  );
  it("also under www", async () => expect((await ask("/", {}, `www.${HOST}`)).body).toContain("front"));
  it("hashed files are immutable and compressed", async () => {
    const answer = await ask("/assets/index-1a2b3c.js", { headers: { "accept-encoding": "gzip" } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "gzip",
      vary: "Accept-Encoding",
    });
    expectSecurity(answer);
  });
  it.each(["/assets/gone-123.js", "/.env", "/.git/config", "/assets/.hidden"])(
    "%s is not found, with all headers",
    async (url) => {
      const answer = await ask(url);
      expect(answer.status).toBe(404);
      expectSecurity(answer);
    },
  );
  it("takes no writes", async () =>
    expect((await ask("/", { method: "POST", payload: {} })).status).toBe(403));
});

describe("the API", () => {
  it.each(["/api/tenant", "/api", "/healthz", "/readyz", "/api/a%2Fb?x=1&y=%20"])(
    "%s goes to web, as it came",
    async (url) => {
      const answer = await ask(url);
      expect(JSON.parse(answer.body)).toMatchObject({ instance: webs.one, url });
      expect(answer.headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'");
      expectSecurity(answer);
    },
  );
  it("paths that only look alike are the front's", async () => {
    for (const url of ["/apis", "/healthzz", "/x/api/y"]) expect((await ask(url)).body).toContain("front");
  });
  it.each(["GET", "POST", "PUT", "DELETE"])("an API name passes everything on: %s /", async (method) => {
    const answer = await ask(
      "/",
      { method, ...(method === "GET" ? {} : { payload: { a: 1 } }) },
      `api.${HOST}`,
    );
    expect(JSON.parse(answer.body)).toMatchObject({ instance: webs.one, method, url: "/" });
    expectSecurity(answer);
  });
  it("tells web who the client is: from the edge's header, and one word of it only", async () => {
    const given = {
      "x-forwarded-for": "198.51.100.1, 203.0.113.9",
      "x-forwarded-proto": "https",
      "x-request-id": "forged",
    };
    const { headers } = JSON.parse((await ask("/api/x", { headers: given })).body);
    expect(headers).toMatchObject({
      host: HOST,
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": HOST,
      connection: "close",
    });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
  });
  it("limits a body to 10 MB", async () => {
    const payload = { text: "x".repeat(11_000_000) };
    const result = await ask("/api/x", { method: "POST", payload }).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    // nginx answers before it has read all; the client may see the closed connection first.
    expect([413, "EPIPE", "ECONNRESET"]).toContain(result);
    expect(
      JSON.parse((await ask("/api/x", { method: "POST", payload: { text: "x".repeat(5_000_000) } })).body)
        .bytes,
    ).toBeGreaterThan(5_000_000);
  });
});

describe("a tenant that is suspended", () => {
  it("keeps its front, and gets the reason from the API, though it has no web container", async () => {
    const suspended = await startNginx("suspended");
    try {
      const front = await call(suspended.port, "/", { headers: { host: HOST } });
      expect([front.status, front.body]).toEqual([200, expect.stringContaining("front")]);
      for (const [host, url] of [
        [HOST, "/api/tenant"],
        [HOST, "/readyz"],
        [`api.${HOST}`, "/"],
      ] as const) {
        const answer = await call(suspended.port, url, { headers: { host } });
        expect(answer.status).toBe(403);
        expect(JSON.parse(answer.body)).toMatchObject({
          type: "urn:chalan:problem:tenant-closed",
          title: "This account is suspended",
        });
        expectSecurity(answer);
      }
    } finally {
      await suspended.stop();
    }
  });
});

describe("any other host", () => {
  it.each(["other.test", "127.0.0.1", `evil.${HOST}`, `${HOST}.evil.test`])(
    "%s gets no answer",
    async (host) => {
      await expect(ask("/", {}, host)).rejects.toThrow(/hang up|ECONNRESET/);
      await expect(ask("/api/tenant", {}, host)).rejects.toThrow(/hang up|ECONNRESET/);
    },
  );
  it("but the container's own health check does", async () => {
    expect(await call(nginx.port, "/.nginx/healthz")).toMatchObject({ status: 200, body: "ok\n" });
    expect((await ask("/.nginx/healthz")).body).toBe("ok\n");
  });
});

it("logs one line of JSON per request, without query strings and without health checks", async () => {
  await ask("/api/x?sentinel=1", { headers: { "x-forwarded-for": "203.0.113.7" } });
  const logs = async () => {
    const { stdout } = await promisify(execFile)("docker", ["logs", nginx.name], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.split("\n").filter((line) => line.startsWith("{"));
  };
  // The engine hands lines on with a delay.
  await waitFor("the line", async () => expect((await logs()).join()).toContain("203.0.113.7"), 10);
  const entries = (await logs()).map((line) => JSON.parse(line));
  expect(entries.find(({ client }) => client === "203.0.113.7")).toMatchObject({
    host: HOST,
    path: "/api/x",
    status: 200,
  });
  expect(entries.map(({ path }) => path)).not.toContain("/.nginx/healthz");
  expect(JSON.stringify(entries)).not.toContain("sentinel");
});
