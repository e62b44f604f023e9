/** Deploys of one tenant under a light load: nobody's request fails, whatever the deploy comes to. */
import { describe, expect, test } from "vitest";
import { command, slowUpload, underLoad } from "./support/load.ts";
import type { Releases } from "./support/releases.ts";
import { containers, docker, full, minutes, sql, stack, writeTenants } from "./support/stack.ts";

const of = (slug: string) =>
  Object.fromEntries(Object.entries(containers()).filter(([name]) => name.includes(`-${slug}-`)));
const namesOf = (slug: string) =>
  Object.keys(of(slug))
    .map((name) => name.replace(/-[0-9a-f]{7}$/, ""))
    .sort();

/**
 * Deploys, in the order of a bad day.
 *
 * @param releases that are made by then; alpha and beta are at the first one
 */
export function deployTests(releases: () => Releases): void {
  describe("a deploy of one tenant", () => {
    const changed = { plan: "standard", settings: { name: "Another name" }, passwordVersion: 2 };
    const alpha = (version: string, fields: object = {}) =>
      writeTenants(
        { slug: "alpha", version, ...changed, ...fields },
        { slug: "beta", version: releases().one },
        "gamma",
      );

    test("replaces its web and nginx, with another plan, name and passwords, without a failed request", {
      timeout: minutes(6),
    }, async () => {
      const [before, others] = [of("alpha"), of("beta")];
      alpha(releases().two);

      const upload = slowUpload("alpha", 15);
      expect(await underLoad(() => command("bin/up", stack))).toEqual([]);

      expect(await upload).toBe(204);
      expect(Object.keys(of("alpha")).filter((name) => name in before)).toEqual([]);
      expect(namesOf("alpha")).toEqual(["chalan-alpha-nginx", "chalan-alpha-web"]);
      expect(of("beta")).toEqual(others);
      expect(sql("select rolname from pg_roles where rolname like 'tenant_alpha%' and rolcanlogin")).toEqual([
        "tenant_alpha_app_2",
      ]);
    });

    test.runIf(full)(
      "replaces its web alone behind the nginx that serves, without a failed request",
      {
        timeout: minutes(6),
      },
      async () => {
        const before = of("alpha");
        alpha(releases().two, { passwordVersion: 3 });
        expect(await underLoad(() => command("bin/up", stack))).toEqual([]);

        const kept = Object.keys(of("alpha")).filter((name) => name in before);
        expect(kept).toEqual([expect.stringContaining("-nginx-")]);
        alpha(releases().two);
        expect(await underLoad(() => command("bin/up", stack))).toEqual([]);
      },
    );

    test("that never gets ready takes no request, fails with its own words, and does not turn green", {
      timeout: minutes(6),
    }, async () => {
      const before = of("alpha");
      alpha(releases().broken);

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
      expect(docker("inspect", "--format", "{{.Image}}", web)).toBe(await releases().imageOf(releases().two));
      expect(JSON.parse((await command("bin/up", stack, "--json")).stdout)).toMatchObject({
        created: 0,
        updated: 0,
        replaced: 0,
        deleted: 0,
      });
    });
  });
}
