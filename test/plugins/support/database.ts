/** A PostgreSQL server of its own, in a container on a free port of the loopback. */
import { setTimeout as sleep } from "node:timers/promises";
import { inspect, run } from "./engine.ts";
import { databaseImage, type Probe } from "./probe.ts";

const superuser = { user: "postgres", password: "contract-superuser" };
const attempts = 120;

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface Database {
  readonly port: number;
  readonly superuser: Login;
  /** Runs SQL, as the superuser unless told otherwise, and returns its rows, columns separated by `|`. */
  query(sql: string, login?: Login): string;
}

/** @throws when the server does not answer within a minute */
export async function startDatabase(probe: Probe): Promise<Database> {
  const name = `${probe.name}-postgres`;
  const container = ["--detach", "--name", name, "--label", probe.filter.replace("label=", "")];
  const storage = ["--tmpfs", "/var/lib/postgresql/data", "--publish", "127.0.0.1::5432"];
  const password = ["--env", `POSTGRES_PASSWORD=${superuser.password}`];
  run(
    "run",
    ...container,
    ...storage,
    ...password,
    databaseImage,
    "-c",
    "fsync=off",
    "-c",
    "max_connections=200",
  );
  // Not by the container's loopback, whose clients the image trusts without asking for a password.
  const address = inspect("container", name).NetworkSettings.Networks.bridge?.IPAddress ?? "";
  const psql = [
    "psql",
    "--no-psqlrc",
    "--tuples-only",
    "--no-align",
    "--host",
    address,
    "--dbname",
    "postgres",
  ];
  const query: Database["query"] = (sql, login = superuser) => {
    const environment = ["--env", `PGPASSWORD=${login.password}`, "--env", `PGUSER=${login.user}`];
    return run("exec", ...environment, name, ...psql, "--command", sql);
  };
  for (let attempt = 1; !answers(query); attempt++) {
    if (attempt === attempts)
      throw new Error(`${name} does not answer:\n${run("logs", "--tail", "20", name)}`);
    await sleep(500);
  }
  const port = Number(run("port", name, "5432/tcp").split("\n")[0]?.split(":").at(-1));
  return { port, superuser, query };
}

function answers(query: Database["query"]): boolean {
  try {
    return query("SELECT 1") === "1";
  } catch {
    return false; // it still starts
  }
}
