import type * as pulumi from "@pulumi/pulumi";
import type { Tenant } from "../../tenants/schema.ts";
import { accessPurpose, type Passwords } from "./secrets.ts";
import type { Settings } from "./settings.ts";

export interface Login {
  /** What it opens, for people. */
  readonly what: string;
  readonly user: string;
  readonly password: pulumi.Input<string> | undefined;
}

interface LoginsArgs {
  readonly settings: Settings;
  readonly tenants: readonly Tenant[];
  readonly passwords: Passwords;
  readonly pgadminPassword: pulumi.Input<string> | undefined;
}

/** Every login of the stack that a person uses. The whole is a secret. */
export const stackLogins = (args: LoginsArgs): Login[] => [
  superuser(args),
  ...seededOwners(args),
  ...tenantDoors(args),
  ...pgadminLogins(args),
];

function superuser({ settings, passwords }: LoginsArgs): Login {
  const { user } = settings.database;
  return { what: "PostgreSQL superuser", user, password: passwords.for(`postgres/${user}`) };
}

/** Made by `seed`, which bin/up runs for `local` only; its password is no secret (app/seed/main.ts). */
function seededOwners({ settings, tenants }: LoginsArgs): Login[] {
  if (settings.environment !== "local") return [];
  return tenants.map(({ slug, settings: { name } }) => ({
    what: name,
    user: `owner@${slug}.example`,
    password: "chalan-development",
  }));
}

function tenantDoors({ tenants, passwords }: LoginsArgs): Login[] {
  return tenants
    .filter(({ access }) => access.basicAuth)
    .map(({ slug, settings: { name } }) => ({
      what: `Door of ${name}`,
      user: slug,
      password: passwords.for(accessPurpose(slug)),
    }));
}

function pgadminLogins({ settings: { pgadmin }, passwords, pgadminPassword }: LoginsArgs): Login[] {
  if (pgadmin === undefined) return [];
  const door = {
    what: "Door of pgAdmin",
    user: "pgadmin",
    password: passwords.for(accessPurpose("pgadmin")),
  };
  const login = { what: "pgAdmin", user: pgadmin.email, password: pgadminPassword };
  return pgadmin.access.basicAuth ? [door, login] : [login];
}
