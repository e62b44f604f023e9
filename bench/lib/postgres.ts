import { foundationSql } from "../../components/lib/foundation-sql.ts";
import { docker } from "./engine.ts";
import { sleep } from "./interruption.ts";
import { run } from "./run.ts";

const NAME = "tmp-bench-postgres";
const DATABASE = "bench";
const SUBNET = "10.219.64.0/24";
const START_SECONDS = 60;
/** Protects nothing: the server holds no data, is on a network of its own, and lives for minutes. */
const PASSWORD = "throw-away";

/** A Postgres with the stack's roles, in memory, on a network of its own, for one run of a benchmark. */
export class ThrowAwayPostgres implements AsyncDisposable {
  readonly network = NAME;
  readonly database = DATABASE;
  /** Of the superuser, and of everybody else who is made for a benchmark. */
  readonly password = PASSWORD;
  readonly migratorUrl = this.url("chalan_migrator");

  /** @throws Error when it does not start within a minute */
  static async open(image: string): Promise<ThrowAwayPostgres> {
    const server = new ThrowAwayPostgres();
    await server[Symbol.asyncDispose]();
    try {
      await docker(
        "network",
        "create",
        "--internal",
        "--subnet",
        SUBNET,
        "--label",
        "chalan.bench=postgres",
        NAME,
      );
      await docker(
        ...["run", "--detach", "--name", NAME, "--network", NAME, "--label", "chalan.bench=postgres"],
        ...["--tmpfs", "/var/lib/postgresql/data:rw,size=4g", "--shm-size", "256m"],
        ...["--env", `POSTGRES_PASSWORD=${PASSWORD}`, "--env", `POSTGRES_DB=${DATABASE}`, image, "postgres"],
        // As the program sets them (components/database.ts).
        ...["-c", "shared_buffers=128MB", "-c", "max_connections=100", "-c", "max_locks_per_transaction=512"],
      );
      await server.#answers();
      await server.sql(foundationSql(DATABASE));
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  /** Connection string of a role, for whoever is on the network. */
  url(role: string): string {
    return `postgresql://${role}:${PASSWORD}@${NAME}:5432/${DATABASE}`;
  }

  /** Its address on the network, for this machine only. */
  address(): Promise<string> {
    return docker("inspect", "--format", `{{(index .NetworkSettings.Networks "${NAME}").IPAddress}}`, NAME);
  }

  /** Runs SQL as the superuser. @returns what psql prints, tuples only */
  async sql(text: string): Promise<string> {
    const passwords = ["MIGRATOR", "WORKER", "BACKUP"].flatMap((login) => ["--env", `${login}_PASSWORD`]);
    const environment = { MIGRATOR_PASSWORD: PASSWORD, WORKER_PASSWORD: PASSWORD, BACKUP_PASSWORD: PASSWORD };
    const words = ["psql", "-XqAt", "--set=ON_ERROR_STOP=1", "--username=postgres", `--dbname=${DATABASE}`];
    const call = { timeoutSeconds: 120, environment, input: text };
    return (await run("docker", ["exec", "--interactive", ...passwords, NAME, ...words], call)).stdout.trim();
  }

  /** The image's first start listens on its socket only, so an answer over TCP is one of the real server. */
  async #answers(): Promise<void> {
    const deadline = Date.now() + START_SECONDS * 1000;
    for (;;) {
      try {
        await docker("exec", NAME, "pg_isready", "--quiet", "--host=127.0.0.1", `--dbname=${DATABASE}`);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(0.25);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ids = await docker("ps", "--all", "--quiet", "--filter", `name=^${NAME}$`);
    if (ids !== "") await docker("rm", "--force", "--volumes", NAME);
    const networks = await docker("network", "ls", "--quiet", "--filter", `name=^${NAME}$`);
    if (networks !== "") await docker("network", "rm", NAME);
  }
}
