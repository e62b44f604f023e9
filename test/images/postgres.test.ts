import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { attempt, docker, logs, Sandbox } from "./support/sandbox.ts";

const image = "postgres:15.19-alpine";
const password = `it's "secret"`;

describe(image, () => {
  const sandbox = new Sandbox("postgres");
  let server = "";

  const query = (sql: string, secret = password) =>
    docker(
      ...[
        "exec",
        "--env",
        `PGPASSWORD=${secret}`,
        server,
        "psql",
        "--no-psqlrc",
        "--tuples-only",
        "--no-align",
      ],
      ...["--host", server, "--username", "chalan_user", "--dbname", "chalan_tenant_db", "--command", sql],
    );

  beforeAll(async () => {
    const files = ["--volume", `${sandbox.file("password", `${password}\n`)}:/run/secrets/password:ro`];
    const scripts: [string, string | Buffer][] = [
      ["1.sql", "CREATE TABLE seen (file text);"],
      ["2.sql.gz", gzipSync("INSERT INTO seen VALUES ('gz');")],
      [
        "3.sh",
        `psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "INSERT INTO seen VALUES ('sh')"`,
      ],
    ];
    for (const [name, text] of scripts) {
      files.push("--volume", `${sandbox.file(name, text)}:/docker-entrypoint-initdb.d/${name}:ro`);
    }
    server = sandbox.start(
      "server",
      ...[
        "--network",
        sandbox.network("net").name,
        ...files,
        "--read-only",
        "--tmpfs",
        "/tmp",
        "--tmpfs",
        "/var/run/postgresql",
      ],
      ...["--cap-drop", "ALL", "--cap-add", "CHOWN", "--cap-add", "DAC_OVERRIDE", "--cap-add", "FOWNER"],
      ...["--cap-add", "SETUID", "--cap-add", "SETGID", "--security-opt", "no-new-privileges"],
      ...["--env", "POSTGRES_USER=chalan_user", "--env", "POSTGRES_DB=chalan_tenant_db"],
      ...[
        "--env",
        "POSTGRES_PASSWORD_FILE=/run/secrets/password",
        "--env",
        "POSTGRES_INITDB_ARGS=--data-checksums",
      ],
      ...[image, "postgres", "-c", "max_connections=37"],
    );
    await until("a query over TCP", () => query("SELECT 1") === "1");
  });
  afterAll(() => sandbox.dispose());

  test("a first start takes password file, initdb arguments, initdb.d and -c arguments", () => {
    expect(query("SELECT string_agg(file, ',' ORDER BY file) FROM seen")).toBe("gz,sh");
    expect(query("SHOW max_connections")).toBe("37");
    expect(query("SHOW data_checksums")).toBe("on");
    expect(query("SHOW server_version_num")).toMatch(/^15/);
  });

  test("a wrong password is refused, and the server runs as postgres 70:70", () => {
    expect(() => query("SELECT 1", "wrong")).toThrow(/password authentication failed/);
    expect(docker("exec", server, "stat", "-c", "%u:%g", "/proc/1", "/var/lib/postgresql/data")).toBe(
      "70:70\n70:70",
    );
  });

  test("text sorts by code point in the database's own locale", () => {
    expect(query("SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['b','A','a','B']) x")).toBe("ABab");
  });

  test.each(["SIGTERM", "SIGINT"])("%s stops it cleanly, and a start finds the data", async (signal) => {
    docker("kill", "--signal", signal, server);
    expect(docker("wait", server)).toBe("0");
    expect(logs(server).trim().split("\n").at(-1)).toContain("database system is shut down");
    docker("start", server);
    await until("a query after the start", () => query("SELECT count(*) FROM seen") === "2");
  });

  test("asking for the version is no start of a server, and no password is an error", () => {
    expect(docker("run", "--rm", image, "postgres", "--version")).toMatch(/^postgres \(PostgreSQL\) 15/);
    expect(docker("run", "--rm", image, "--version")).toMatch(/^postgres \(PostgreSQL\) 15/);
    const without = attempt("run", "--rm", image);
    expect(without.status).toBe(1);
    expect(without.output).toContain("POSTGRES_PASSWORD");
  });

  test("an arbitrary user can own the data", async () => {
    const other = sandbox.start(
      "other",
      ...[
        "--user",
        "1234:1234",
        "--tmpfs",
        "/var/lib/postgresql/data:uid=1234,gid=1234",
        "--env",
        "POSTGRES_PASSWORD=x",
        image,
      ],
    );
    await until(
      "ready",
      () => docker("exec", other, "psql", "-h", "127.0.0.1", "-U", "postgres", "-tAc", "SELECT 1") === "1",
    );
  });
});
