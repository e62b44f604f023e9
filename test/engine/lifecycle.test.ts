import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { removeJoined } from "./joined.ts";
import {
  containers,
  docker,
  folder,
  minutes,
  owned,
  request,
  run,
  sql,
  stack,
  stackFile,
  tenant,
  tenantsFile,
  up,
  writeStackFile,
  writeTenants,
} from "./support/stack.ts";
import { underLoadTests } from "./under-load.ts";

/*
 * The whole program on a real engine with real containers: up, up again, a tenant more, a tenant less, what is done under load
 * (under-load.ts), destroy: one after the other on one stack, as each costs a minute.
 */
const gammaApi = "https://api.gamma.localhost:20443/api";

beforeAll(() => {
  writeStackFile();
  // What a run that was killed may have left on this engine.
  removeJoined();
  run("bin/down", stack, "--purge", "--yes");
  mkdirSync(folder, { recursive: true });
  writeTenants("alpha", "beta");
});

afterAll(() => {
  if (existsSync(stackFile)) run("bin/down", stack, "--purge", "--yes");
  rmSync(stackFile, { force: true });
}, minutes(6));

test("up takes an empty engine to tenants that answer over HTTPS", { timeout: minutes(10) }, () => {
  expect(up()).toMatchObject({ updated: 0, replaced: 0, deleted: 0 });
  for (const slug of ["alpha", "beta"]) {
    expect(request(`https://${slug}.localhost:20443/`)).toContain('<div id="app">');
    expect(JSON.parse(request(`https://api.${slug}.localhost:20443/api/tenant`))).toMatchObject({
      name: `The ${slug} company`,
    });
    expect(
      request(
        `http://${slug}.localhost:20080/`,
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code} %{redirect_url}",
      ),
    ).toBe(`301 https://${slug}.localhost:20443/`);
  }
});

test("each tenant has its own schema, filled, and its own role", () => {
  expect(
    sql("select rolname, rolcanlogin from pg_roles where rolname like 'tenant\\_%\\_app%' order by 1"),
  ).toEqual(["tenant_alpha_app|f", "tenant_alpha_app_1|t", "tenant_beta_app|f", "tenant_beta_app_1|t"]);
  for (const schema of ["tenant_alpha", "tenant_beta"]) {
    expect(sql(`select table_name from information_schema.tables where table_schema = '${schema}'`)).toEqual(
      expect.arrayContaining(["contracts", "inventory", "schedule", "transactions"]),
    );
  }
});

test("an unknown host gets nobody's page and nobody's certificate", () => {
  expect(
    request("http://nobody.localhost:20080/", "--output", "/dev/null", "--write-out", "%{http_code}"),
  ).toBe("503");
  expect(() => request("https://nobody.localhost:20443/", "--insecure")).toThrow(
    /alert|handshake|unrecognized/i,
  );
});

test("up again changes nothing and touches no container", { timeout: minutes(5) }, () => {
  const before = containers();
  expect(up()).toMatchObject({ created: 0, updated: 0, replaced: 0, deleted: 0 });
  expect(containers()).toEqual(before);
});

test("a tenant more: only its own resources are created, and it answers", { timeout: minutes(5) }, () => {
  const before = containers();
  writeTenants("alpha", "beta", "gamma");

  expect(up()).toMatchObject({ created: 12, updated: 0, replaced: 0, deleted: 0 });

  const after = containers();
  expect(after).toMatchObject(before);
  expect(
    Object.keys(after)
      .filter((name) => !(name in before))
      .map((name) => name.replace(/-[0-9a-f]{7}$/, ""))
      .sort(),
  ).toEqual(["chalan-gamma-nginx", "chalan-gamma-web"]);
  expect(JSON.parse(request(`${gammaApi}/tenant`))).toMatchObject({ name: "The gamma company" });
  sql(
    "set search_path = tenant_gamma; insert into contracts (title, client_name) values ('Rewire the workshop', 'Ana Ruiz')",
  );
});

test("a tenant less: its containers and role go, its data stays, nobody else notices", {
  timeout: minutes(5),
}, () => {
  const before = containers();
  writeTenants("alpha", "beta");

  expect(up()).toMatchObject({ created: 0, updated: 0, replaced: 0 });

  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !name.includes("gamma")));
  expect(containers()).toEqual(kept);
  expect(sql("select 1 from pg_roles where rolname like 'tenant_gamma%'")).toEqual([""]);
  expect(sql("select title from tenant_gamma.contracts")).toEqual(["Rewire the workshop"]);
  expect(sql("select state from public.tenants where slug = 'gamma'")).toEqual(["archived"]);
  expect(owned("volume ls").filter((name) => name.includes("gamma"))).toHaveLength(1);
});

test("a tenant that comes back finds its data", { timeout: minutes(5) }, () => {
  writeTenants("alpha", "beta", "gamma");
  expect(up()).toMatchObject({ created: 12, updated: 0, replaced: 0, deleted: 0 });
  expect(JSON.parse(request(`${gammaApi}/tenant`))).toMatchObject({ name: "The gamma company" });
  expect(sql("select title from tenant_gamma.contracts")).toEqual(["Rewire the workshop"]);
});

underLoadTests();

test("a run that is killed is resumed by the next one, without an orphan", {
  timeout: minutes(6),
}, async () => {
  writeTenants("alpha", "beta", "gamma", "delta");
  for (const seconds of [3, 6]) {
    const victim = spawn("bin/up", [stack], { detached: true, stdio: "ignore" });
    await setTimeout(seconds * 1000);
    process.kill(-(victim.pid ?? 0), "SIGKILL");
  }

  up();

  expect(up()).toMatchObject({ created: 0, updated: 0, replaced: 0, deleted: 0 });
  const kinds = Object.keys(containers()).filter((name) => name.includes("-delta-"));
  expect(kinds.map((name) => name.replace(/-[0-9a-f]{7}$/, "")).sort()).toEqual([
    "chalan-delta-nginx",
    "chalan-delta-web",
  ]);
  expect(JSON.parse(request("https://api.delta.localhost:20443/api/tenant"))).toMatchObject({
    slug: "delta",
  });
});

test("a container that was stopped by hand is mended", { timeout: minutes(3) }, () => {
  const before = Object.keys(containers()).sort();
  docker("stop", "--time", "1", ...before.filter((name) => /-alpha-web|-db-1|-worker/.test(name)));
  up();
  expect(Object.keys(containers()).sort()).toEqual(before);
  expect(JSON.parse(request("https://api.alpha.localhost:20443/api/tenant"))).toMatchObject({
    slug: "alpha",
  });
});

test("a suspended tenant says so, an archived one is not served; both keep their data", {
  timeout: minutes(5),
}, () => {
  const states = { alpha: "active", beta: "suspended", gamma: "archived", delta: "active" };
  writeFileSync(
    tenantsFile,
    stringify({ tenants: Object.entries(states).map(([slug, state]) => ({ ...tenant(slug), state })) }),
  );
  up();
  const status = (url: string) => request(url, "--output", "/dev/null", "--write-out", "%{http_code}");
  expect(status("https://api.beta.localhost:20443/api/contracts")).toBe("403");
  expect(status("http://gamma.localhost:20080/")).toBe("503");
  expect(sql("select slug, state from public.tenants order by 1")).toEqual([
    "alpha|active",
    "beta|suspended",
    "delta|active",
    "gamma|archived",
  ]);
  // The worker can become the roles of active tenants only.
  const members = "select roleid::regrole from pg_auth_members where member = 'chalan_worker'::regrole";
  expect(
    sql(`${members} and roleid::regrole::text like 'tenant\\_%\\_app' order by roleid::regrole::text`),
  ).toEqual(["tenant_alpha_app", "tenant_delta_app"]);
  expect(sql("select title from tenant_gamma.contracts")).toEqual(["Rewire the workshop"]);
});

test("destroy leaves nothing of the stack behind", { timeout: minutes(5) }, () => {
  run("bin/down", stack, "--purge", "--yes");
  expect([owned("ps --all"), owned("network ls"), owned("volume ls")]).toEqual([[], [], []]);
});
