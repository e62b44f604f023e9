/** Deploys of one tenant under a light load: nobody's request fails, whatever the deploy comes to. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppVersions } from "../../bench/lib/app-versions.ts";
import { Load, type LoadRequest } from "../../bench/lib/load.ts";
import { run as runWell } from "../../bench/lib/run.ts";
import { containers, docker, minutes, sql, stack, writeTenants } from "./support/stack.ts";

/** So few that they show failures and no more: the machine is busy with the deploy. */
const REQUESTS_PER_SECOND = 20;

const mix = ["alpha", "beta"].flatMap((slug): LoadRequest[] => [
  { method: "GET", url: `https://api.${slug}.localhost:20443/api/tenant`, status: 200 },
  {
    method: "POST",
    url: `https://api.${slug}.localhost:20443/api/auth/logout`,
    headers: { "x-requested-with": "chalan" },
    body: "",
    status: 204,
  },
  { method: "GET", url: `https://${slug}.localhost:20443/`, status: 200 },
]);

/** A command that runs beside the load, in which a blocking one would be a pause. */
const command = (name: string, ...words: string[]) => runWell(name, words, { timeoutSeconds: 400 });

/** @returns what became of the requests that were sent while `work` went on */
async function underLoad(work: () => Promise<unknown>): Promise<string[]> {
  const load = new Load({ rate: REQUESTS_PER_SECOND, ca: readFileSync(".state/ca.pem", "utf8"), mix });
  try {
    await work();
  } finally {
    await load.stop();
  }
  expect(load.outcomes.length).toBeGreaterThan(50);
  return load.outcomes.flatMap(({ host, method, reused, failure }) =>
    failure === undefined ? [] : [`${method} ${host}, ${reused ? "kept" : "new"} connection: ${failure}`],
  );
}

const of = (slug: string) =>
  Object.fromEntries(Object.entries(containers()).filter(([name]) => name.includes(`-${slug}-`)));
const namesOf = (slug: string) =>
  Object.keys(of(slug))
    .map((name) => name.replace(/-[0-9a-f]{7}$/, ""))
    .sort();

/** Deploys, in the order of a bad day. They leave alpha and beta at a version of their own. */
export function deployTests(): void {
  describe("a deploy of one tenant", () => {
    const versions = new AppVersions();
    let [one, two, broken] = ["", "", ""];
    const alpha = (version: string, passwordVersion: number) =>
      writeTenants({ slug: "alpha", version, passwordVersion }, { slug: "beta", version: one }, "gamma");

    beforeAll(async () => {
      [one, two, broken] = [
        await versions.make(901),
        await versions.make(902),
        await versions.makeBroken(903),
      ];
      alpha(one, 1);
      await command("bin/up", stack);
    }, minutes(5));
    afterAll(() => versions[Symbol.asyncDispose]());

    test("replaces its web and nginx and rotates its passwords without a failed request", {
      timeout: minutes(6),
    }, async () => {
      const [before, others] = [of("alpha"), of("beta")];
      alpha(two, 2);

      expect(await underLoad(() => command("bin/up", stack))).toEqual([]);

      expect(Object.keys(of("alpha")).filter((name) => name in before)).toEqual([]);
      expect(namesOf("alpha")).toEqual(["chalan-alpha-nginx", "chalan-alpha-web"]);
      expect(of("beta")).toEqual(others);
      expect(sql("select rolname from pg_roles where rolname like 'tenant_alpha%' and rolcanlogin")).toEqual([
        "tenant_alpha_app_2",
      ]);
    });

    test("that never gets ready takes no request, fails with its own words, and does not turn green", {
      timeout: minutes(6),
    }, async () => {
      const before = of("alpha");
      alpha(broken, 2);

      const failures = await underLoad(async () => {
        for (let attempt = 1; attempt <= 2; attempt += 1)
          await expect(command("bin/up", stack)).rejects.toThrow(/did not get ready/);
      });

      expect(failures).toEqual([]);
      expect(of("alpha")).toMatchObject(before);
    });

    test("is taken back by bin/rollback, without leftovers", { timeout: minutes(6) }, async () => {
      expect(await underLoad(() => command("bin/rollback", stack, "alpha", "--yes"))).toEqual([]);

      expect(namesOf("alpha")).toEqual(["chalan-alpha-nginx", "chalan-alpha-web"]);
      const [web = ""] = Object.keys(of("alpha")).filter((name) => name.includes("-web-"));
      expect(docker("inspect", "--format", "{{.Image}}", web)).toBe(await versions.idOf(`chalanpro:${two}`));
      expect(JSON.parse((await command("bin/up", stack, "--json")).stdout)).toMatchObject({
        created: 0,
        updated: 0,
        replaced: 0,
        deleted: 0,
      });
    });
  });
}
