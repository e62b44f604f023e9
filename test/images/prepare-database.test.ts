/** The step that makes a database the ground that tenants stand on, as Pulumi's command runs it, against the real server. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { foundationSql, superuserSql } from "../../components/lib/foundation-sql.ts";
import { attempt, Sandbox } from "./support/sandbox.ts";

const sandbox = new Sandbox("prepare");
const server = sandbox.start(
  "db",
  ...["--user", "70:70", "--tmpfs", "/var/lib/postgresql/data:uid=70,gid=70"],
  ...["--env", "POSTGRES_PASSWORD=first", "--env", "POSTGRES_USER=owner", "--env", "POSTGRES_DB=chalan"],
  ...["--env", "POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256", "postgres:15.19-alpine"],
);
afterAll(() => sandbox.dispose());

/** @throws with its message */
function prepare(passwords: Record<string, string>): void {
  const { status, stderr } = spawnSync(resolve("components/scripts/prepare-database"), {
    input: foundationSql("chalan") + superuserSql,
    encoding: "utf8",
    timeout: 120_000,
    env: {
      PATH: process.env.PATH,
      CONTAINER: server,
      DATABASE: "chalan",
      DATABASE_USER: "owner",
      ...passwords,
    },
  });
  if (status !== 0) throw new Error(`prepare-database ended with ${status}: ${stderr}`);
}

/** @returns whether the server lets the user in with this password, where it asks for one: not on its loopback address */
const letsIn = (user: string, password: string) =>
  attempt(
    ...[
      "exec",
      "--env",
      `PGPASSWORD=${password}`,
      server,
      "sh",
      "-c",
      `psql -h "$(hostname -i)" -U ${user} -d chalan -c ''`,
    ],
  ).status === 0;

const passwordsOf = (version: string) => ({
  SUPERUSER_PASSWORD: `owner-${version}`,
  MIGRATOR_PASSWORD: `migrator-${version}`,
  WORKER_PASSWORD: `worker-${version}`,
  BACKUP_PASSWORD: `backup-${version}`,
});
const users = {
  owner: "owner",
  migrator: "chalan_migrator",
  worker: "chalan_worker",
  backup: "chalan_backup",
};

test("all logins of the stack have the passwords that it was given last, the superuser of the image, too", () => {
  for (const version of ["one", "two"]) {
    prepare(passwordsOf(version));
    for (const [name, user] of Object.entries(users)) {
      expect([user, letsIn(user, `${name}-${version}`)]).toEqual([user, true]);
    }
  }
  for (const [name, user] of Object.entries(users)) {
    expect([user, letsIn(user, `${name}-one`)]).toEqual([user, false]);
  }
  expect(letsIn("owner", "first")).toBe(false);
}, 240_000);
