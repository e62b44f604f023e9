import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Login, stackLogins } from "../../../components/lib/logins.ts";
import { Passwords } from "../../../components/lib/secrets.ts";
import { parseSettings } from "../../../components/lib/settings.ts";
import { loadTenants } from "../../../tenants/load.ts";
import { readSurroundings, tenantsFileOf } from "../../../tenants/stack.ts";

const text = (value: unknown) =>
  value === undefined || typeof value === "string" ? value : JSON.stringify(value);

/** The logins of a stack of this repository, `user: what` each. */
function loginsOf(stack: string, hasDoors: boolean): string[] {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"));
  const settings = parseSettings("", (key) => text(config[`chalan:${key}`]));
  const access = { basicAuth: hasDoors, allow: [] };
  const logins = stackLogins({
    settings: { ...settings, pgadmin: settings.pgadmin && { ...settings.pgadmin, access } },
    tenants: loadTenants(tenantsFileOf(".", stack), readSurroundings(".", stack)).map((tenant) => ({
      ...tenant,
      access,
    })),
    passwords: new Passwords(pulumi.secret("sentinel"), 1),
    pgadminPassword: pulumi.secret("first"),
  });
  return logins.map(({ what, user }: Login) => `${user}: ${what}`);
}

test("local tells its seeded owners besides", () => {
  expect(loginsOf("local", false)).toEqual([
    "chalan_user: PostgreSQL superuser",
    "owner@phoenix.example: Phoenix Electric and Air",
    "owner@client2.example: Client Two",
    "owner@client3.example: Client Three",
    "admin@chalan.example.com: pgAdmin",
  ]);
});

test("doors have a login each, and nobody is seeded outside of local", () => {
  const [superuser, ...others] = loginsOf("prod", true);
  expect(superuser).toMatch(/: PostgreSQL superuser$/);
  expect(others).toHaveLength(5);
  expect(others.filter((login) => /: Door of /.test(login))).toHaveLength(4);
  expect(others.join()).not.toContain("owner@");
});
