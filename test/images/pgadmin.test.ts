import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { ask, statusOf } from "./support/request.ts";
import { addressOf, attempt, docker, Sandbox } from "./support/sandbox.ts";

const image = "dpage/pgadmin4:9.17";
const email = "operator@example.com";
const password = "correct horse";

describe(image, () => {
  const sandbox = new Sandbox("pgadmin");
  let server = "";
  let address = "";

  const ready = () =>
    until(
      "GET /misc/ping",
      async () =>
        (await statusOf(`http://${email.split("@")[1]}:8080`, address, { path: "/misc/ping" })) === 200,
    );
  const settings = (sql: string) =>
    docker(
      "exec",
      server,
      "/venv/bin/python3",
      "-c",
      `import sqlite3; print(sqlite3.connect("/var/lib/pgadmin/pgadmin4.db").execute("${sql}").fetchall())`,
    );

  beforeAll(async () => {
    const servers = {
      Servers: {
        1: {
          Name: "chalan",
          Group: "Servers",
          Host: "db",
          Port: 5432,
          MaintenanceDB: "postgres",
          Username: "u",
        },
      },
    };
    server = sandbox.start(
      "server",
      ...["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
      ...["--volume", `${sandbox.file("password", `${password}\n`)}:/run/secrets/password:ro`],
      ...["--volume", `${sandbox.file("servers.json", JSON.stringify(servers))}:/servers.json:ro`],
      ...[
        "--env",
        `PGADMIN_DEFAULT_EMAIL=${email}`,
        "--env",
        "PGADMIN_DEFAULT_PASSWORD_FILE=/run/secrets/password",
      ],
      ...[
        "--env",
        "PGADMIN_SERVER_JSON_FILE=/servers.json",
        "--env",
        "PGADMIN_REPLACE_SERVERS_ON_STARTUP=True",
      ],
      ...[
        "--env",
        "PGADMIN_CONFIG_LOGIN_BANNER='welcome banner'",
        "--env",
        "PGADMIN_LISTEN_PORT=8080",
        "--env",
        "GUNICORN_THREADS=4",
        image,
      ],
    );
    address = addressOf(server);
    await ready();
  });
  afterAll(() => sandbox.dispose());

  test("the administrator can sign in, and nobody with another password", async () => {
    const signIn = async (secret: string) => {
      const page = await ask("http://pg.test:8080", address, { path: "/login" });
      expect(page.body).toContain("welcome banner");
      const token = /csrfToken": "([^"]+)"/.exec(page.body)?.[1] ?? "";
      const cookies = (page.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]).join("; ");
      const body = new URLSearchParams({
        email,
        password: secret,
        internal_button: "Login",
        csrf_token: token,
      }).toString();
      const answer = await ask("http://pg.test:8080", address, {
        path: "/authenticate/login",
        method: "POST",
        headers: {
          cookie: cookies,
          "content-type": "application/x-www-form-urlencoded",
          "X-pgA-CSRFToken": token,
        },
        body,
      });
      return `${answer.status} ${answer.headers.location ?? ""}`;
    };
    expect(await signIn(password)).toMatch(/^302 .*\/browser\//);
    expect(await signIn("wrong")).not.toContain("/browser/");
  });

  test("it runs as 5050 with the declared servers, and a restart keeps one of each", async () => {
    expect(docker("exec", server, "id", "-u")).toBe("5050");
    expect(settings("SELECT name, host, port FROM server")).toBe("[('chalan', 'db', 5432)]");
    docker("restart", server);
    address = addressOf(server);
    await ready();
    expect(settings("SELECT count(*) FROM server UNION ALL SELECT count(*) FROM user")).toBe("[(1,), (1,)]");
  });

  test("a first start without an administrator says what is missing", () => {
    const { status, output } = attempt("run", "--rm", image);
    expect(status).toBe(1);
    expect(output).toContain("PGADMIN_DEFAULT_EMAIL");
    expect(output).toContain("PGADMIN_DEFAULT_PASSWORD_FILE");
  });
});
