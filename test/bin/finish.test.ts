import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { changesLine, lastChanges, nothingAfter } from "../../bin/lib/changes.ts";
import { mergeBundle, updateBundle } from "../../bin/lib/local-ca.ts";
import { parseOutputs, type TenantOutput } from "../../bin/lib/outputs.ts";
import { summary } from "../../bin/lib/table.ts";
import { trustOf } from "../../bin/lib/trust.ts";
import { targetsOf, verify } from "../../bin/lib/verify.ts";
import { Sandbox } from "./shell.ts";

const tenant = (slug: string, port: number, state = "active"): TenantOutput => ({
  slug,
  url: `https://${slug}.localhost:${port}`,
  apiUrl: `https://api.${slug}.localhost:${port}`,
  state,
  open: state === "active",
});

/** An edge that knows one tenant, with a certificate of its own making. */
async function edge(sandbox: Sandbox) {
  const names = "subjectAltName=DNS:phoenix.localhost,DNS:api.phoenix.localhost";
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"].concat([
      "-subj",
      "/CN=edge",
      "-addext",
      names,
      "-keyout",
      "key.pem",
      "-out",
      "certificate.pem",
    ]),
    { cwd: sandbox.root, stdio: "ignore" },
  );
  const certificate = readFileSync(sandbox.path("certificate.pem"), "utf8");
  const asked: string[] = [];
  const server = createServer(
    { cert: certificate, key: readFileSync(sandbox.path("key.pem")) },
    (request, response) => {
      asked.push(`${request.headers.host?.split(":")[0]}${request.url}`);
      if (request.url === "/roots/0") response.end(certificate);
      else response.writeHead(request.headers.host?.includes("phoenix") ? 200 : 503).end();
    },
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, certificate, asked, port: (server.address() as AddressInfo).port };
}

test("each tenant in service is asked for its page and its API, with the certificate checked", async () => {
  using sandbox = new Sandbox();
  const { server, certificate, asked, port } = await edge(sandbox);
  const targets = targetsOf([tenant("phoenix", port), tenant("gone", port, "suspended")]);
  expect(await verify(targets, 60_000, trustOf(certificate, ""))).toEqual([]);
  const held = targetsOf([tenant("phoenix", port)], ["api.phoenix.localhost"]);
  expect(held.map(({ url }) => new URL(url).hostname)).toEqual(["phoenix.localhost"]);
  expect(asked.sort()).toEqual(["api.phoenix.localhost/api/tenant", "phoenix.localhost/"]);
  const [untrusted] = await verify(targets.slice(0, 1), 100, trustOf(undefined, ""));
  expect(untrusted).toMatch(/^phoenix: https:\/\/phoenix\.localhost:\d+: self-signed certificate/);
  const unnamedTarget = targetsOf([tenant("client2", port)]).slice(0, 1);
  const [unnamed] = await verify(unnamedTarget, 100, trustOf(certificate, ""));
  expect(unnamed).toContain("Hostname/IP does not match certificate's altnames");
  server.close();
});

test("the current root is added to the bundle once; earlier ones stay", async () => {
  using sandbox = new Sandbox();
  const { server, certificate, port } = await edge(sandbox);
  const earlier = "-----BEGIN CERTIFICATE-----\nZWFybGllcg==\n-----END CERTIFICATE-----\n";
  sandbox.write("ca/ca.pem", earlier);
  expect(await updateBundle(sandbox.path("ca/ca.pem"), port)).toBe(earlier + certificate);
  expect(await updateBundle(sandbox.path("ca/ca.pem"), port)).toBe(earlier + certificate);
  expect(readFileSync(sandbox.path("ca/ca.pem"), "utf8")).toBe(earlier + certificate);
  server.close();
  await expect(updateBundle(sandbox.path("new.pem"), port)).rejects.toThrow();
  expect(existsSync(sandbox.path("new.pem"))).toBe(false);
});

test("a bundle that has them all stays as it is", () => {
  const one = "-----BEGIN CERTIFICATE-----\nb25l\n-----END CERTIFICATE-----\n";
  expect(mergeBundle(one, one)).toBe(one);
  expect(mergeBundle("", `noise ${one}`)).toBe(one);
});

test("the table shows addresses always, and passwords only where they were given", () => {
  const outputs = parseOutputs(
    JSON.stringify({
      tenants: [tenant("phoenix", 8443)],
      pgadmin: null,
      caFile: null,
      postgres: { host: "127.0.0.1", port: 15432, database: "chalan" },
      logins: [{ what: "pgAdmin", user: "admin@example.com", password: "shown" }],
    }),
  );
  expect(summary(outputs)).toBe(
    [
      "  TENANT   PAGE                            API                                 STATE",
      "  phoenix  https://phoenix.localhost:8443  https://api.phoenix.localhost:8443  active",
      "",
      "  Postgres  127.0.0.1:15432, database chalan",
      "",
      "  LOGIN    USER               PASSWORD",
      "  pgAdmin  admin@example.com  shown",
    ].join("\n"),
  );
  expect(summary({ ...outputs, logins: "[secret]" })).not.toContain("PASSWORD");
});

test("the JSON line counts what the last update did", () => {
  const history = JSON.stringify([
    { kind: "update", resourceChanges: { create: 2, same: 40, replace: 1, read: 5 } },
  ]);
  expect(changesLine(lastChanges(history), 3.1)).toBe(
    '{"created":2,"updated":0,"replaced":1,"deleted":0,"same":40,"seconds":3.1}',
  );
  expect(changesLine(nothingAfter(lastChanges(history)), 0.5)).toBe(
    '{"created":0,"updated":0,"replaced":0,"deleted":0,"same":43,"seconds":0.5}',
  );
});
