import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { ask, statusOf } from "./support/request.ts";
import { addressOf, attempt, docker, logs, Sandbox } from "./support/sandbox.ts";

const image = "nginx:1.30.4-alpine";

describe(image, () => {
  const sandbox = new Sandbox("nginx");
  let server = "";
  let address = "";

  beforeAll(async () => {
    const text = `server { listen 80; location / { return 200 "\${WEB_PORT} $request_method"; } } # \${UNKNOWN} \${HOME}`;
    const template = sandbox.file("default.conf.template", text);
    server = sandbox.start(
      "server",
      ...[
        "--read-only",
        "--tmpfs",
        "/var/cache/nginx",
        "--tmpfs",
        "/run",
        "--tmpfs",
        "/tmp",
        "--tmpfs",
        "/etc/nginx/conf.d",
      ],
      ...[
        "--cap-drop",
        "ALL",
        "--cap-add",
        "CHOWN",
        "--cap-add",
        "SETUID",
        "--cap-add",
        "SETGID",
        "--cap-add",
        "NET_BIND_SERVICE",
      ],
      ...[
        "--security-opt",
        "no-new-privileges",
        "--env",
        "WEB_PORT=8000",
        "--env",
        "NGINX_ENVSUBST_FILTER=^(WEB_|UNKNOWN)",
      ],
      ...["--volume", `${template}:/etc/nginx/templates/default.conf.template:ro`, image],
    );
    address = addressOf(server);
    await until("an answer", async () => (await statusOf("http://a.test", address)) === 200);
  });
  afterAll(() => sandbox.dispose());

  test("templates get the filtered environment, and nginx's own variables survive", async () => {
    const inside = docker("exec", server, "cat", "/etc/nginx/conf.d/default.conf");
    expect(inside).toContain(`return 200 "8000 $request_method"; } } # \${UNKNOWN} \${HOME}`);
  });

  test("the master is root, the workers are nginx 101:101", () => {
    const owners = docker(
      "exec",
      server,
      "sh",
      "-c",
      'for p in /proc/[0-9]*; do if [ "$(cat $p/comm)" = nginx ]; then stat -c %u:%g $p; fi; done',
    );
    expect([...new Set(owners.split("\n"))].sort()).toEqual(["0:0", "101:101"]);
  });

  test("a reload takes a new configuration, and a bad one is refused by nginx -t", async () => {
    const write = (text: string) =>
      docker("exec", server, "sh", "-c", `echo '${text}' >/etc/nginx/conf.d/default.conf`);
    write("server { listen 80; return 418; }");
    docker("exec", server, "nginx", "-s", "reload");
    await until("the new answer", async () => (await statusOf("http://a.test", address)) === 418);
    write("server { nonsense; }");
    expect(attempt("exec", server, "nginx", "-t").status).toBe(1);
    expect(await statusOf("http://a.test", address)).toBe(418);
  });

  test("curl and wget are there, the access log is the container's, SIGQUIT ends it cleanly", async () => {
    expect(
      docker("exec", server, "sh", "-c", "for tool in curl wget envsubst; do command -v $tool; done").split(
        "\n",
      ),
    ).toHaveLength(3);
    await ask("http://a.test", address, { path: "/seen-in-the-log" });
    // The engine writes a container's output down a moment after it was said.
    await until("the request is in the log", () => logs(server).includes("/seen-in-the-log"));
    docker("stop", server);
    expect(docker("inspect", "--format", "{{.State.ExitCode}} {{.Config.StopSignal}}", server)).toBe(
      "0 SIGQUIT",
    );
  });

  test("without a template it serves its page; another command is run as it is", async () => {
    const page = sandbox.start("page", image);
    await until("the page", async () => (await ask("http://a.test", addressOf(page))).body.includes("nginx"));
    expect(docker("run", "--rm", image, "echo", "hello")).toBe("hello");
  });
});
