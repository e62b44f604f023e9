/** Who may come in at all: client addresses, as the edge says them, and a password. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saltedHash } from "../../../components/lib/secrets.ts";
import { docker } from "../support/containers.ts";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let folder: string;
beforeAll(async () => {
  bench = await createBench();
  folder = await mkdtemp(join(tmpdir(), "nginx-access-"));
});
afterAll(async () => {
  await bench?.stop();
  await rm(folder, { recursive: true });
});

const PLACES = [
  [HOST, "/"],
  [HOST, "/contracts/7"],
  [HOST, "/assets/index-1a2b3c.js"],
  [HOST, "/api/tenant"],
  [HOST, "/api/../api/./tenant"],
  [HOST, "/readyz"],
  [`api.${HOST}`, "/api/tenant"],
] as const;

/** As a check from within the container asks, without any header of the edge. */
const askInside = (nginx: Nginx, url: string) =>
  docker(
    ...["exec", nginx.name, "curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"],
    ...["--header", `Host: ${HOST}`, `http://127.0.0.1${url}`],
  );

describe("a list of addresses", () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await bench.start({ access: { allow: ["203.0.113.0/24", "198.51.100.7", "2001:db8::/32"] } });
    await nginx.switchTo(bench.webs[0] ?? "");
  });
  const from = (address: string, url = "/", host = HOST) =>
    nginx.ask(url, { headers: { "x-forwarded-for": address } }, host);

  it.each(["203.0.113.1", "203.0.113.255", "198.51.100.7", "2001:db8::1"])("lets %s in", async (address) => {
    for (const [host, url] of PLACES) expect((await from(address, url, host)).status).toBe(200);
  });

  it.each([
    "203.0.114.1",
    "198.51.100.8",
    "2001:db9::1",
    "10.0.0.1",
    // What a client invents stands before the address that the edge adds.
    "203.0.113.1, 192.0.2.1",
    "198.51.100.7,203.0.113.1, 192.0.2.1",
    "127.0.0.1, 192.0.2.1",
  ])("keeps %s out", async (address) => {
    for (const [host, url] of PLACES) {
      const answer = await from(address, url, host);
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain("front</title>");
      expectSecurity(answer);
    }
  });

  it("believes the edge only: a neighbour on the network is who he is", async () => {
    const code = `require("node:http").get({ host: "${nginx.name}", headers: { host: "${HOST}", "x-forwarded-for": "203.0.113.1" } }, (answer) => { console.log(answer.statusCode); answer.resume(); })`;
    expect(await docker("exec", bench.webs[0] ?? "", "node", "-e", code)).toBe("403");
  });

  it("the checks of the container itself come in", async () => {
    expect(await askInside(nginx, "/readyz")).toBe("200");
    expect(await askInside(nginx, "/.nginx/healthz")).toBe("200");
  });
});

describe("a password", () => {
  let nginx: Nginx;
  beforeAll(async () => {
    const file = join(folder, "htpasswd");
    await writeFile(file, `ajax:${saltedHash("the right one", "salt")}\n`, { mode: 0o644 });
    nginx = await bench.start({ access: { basicAuth: true } }, [
      ...["--volume", `${file}:/etc/nginx/access/htpasswd:ro`],
    ]);
    await nginx.switchTo(bench.webs[0] ?? "");
  });
  const login = (user: string, password: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
  });

  it("is asked for everywhere", async () => {
    for (const [host, url] of PLACES) {
      const answer = await nginx.ask(url, {}, host);
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe('Basic realm="ChalanPro"');
      expect(answer.body).not.toContain("front</title>");
      expectSecurity(answer);
    }
  });

  it.each([
    ["ajax", "the wrong one"],
    ["ajax", ""],
    ["other", "the right one"],
    ["", ""],
  ])("refuses %s with %j", async (user, password) => {
    expect((await nginx.ask("/", login(user, password))).status).toBe(401);
    expect((await nginx.ask("/api/x", login(user, password))).status).toBe(401);
  });

  it("lets in who has it, and does not tell web", async () => {
    for (const [host, url] of PLACES)
      expect((await nginx.ask(url, login("ajax", "the right one"), host)).status).toBe(200);
    const { body } = await nginx.ask("/api/x", login("ajax", "the right one"));
    expect(JSON.parse(body).headers).not.toHaveProperty("authorization");
  });

  it("is not asked of the container's own checks", async () =>
    expect(await askInside(nginx, "/readyz")).toBe("200"));
});

it("without either, an Authorization header is web's business", async () => {
  const nginx = await bench.start();
  await nginx.switchTo(bench.webs[0] ?? "");
  const { body } = await nginx.ask("/api/x", { headers: { authorization: "Bearer token" } });
  expect(JSON.parse(body).headers.authorization).toBe("Bearer token");
});
