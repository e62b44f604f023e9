import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

const df = (gibibytes: number): string =>
  `printf 'Filesystem 1024-blocks Used Available\\n/dev/vda 1 1 ${gibibytes * 1_048_576}\\n'`;

test.each([
  { free: 6, warm: false, status: 0 },
  { free: 5, warm: false, status: 1 },
  { free: 5, warm: true, status: 0 },
  { free: 0, warm: true, status: 1 },
])("$free GiB free, warm: $warm, exit status $status", ({ free, warm, status }) => {
  using sandbox = new Sandbox();
  sandbox.shim("df", df(free));
  if (warm) sandbox.write(".state/local/images.json", "{}");
  const result = sandbox.bash('log_open up; preflight_disk "$ROOT" /no/such/folder');
  expect(result.status).toBe(status);
  if (status === 1) expect(result.stdout).toContain(`✗ Only ${free} GiB are free on the disk that holds`);
});

async function withListener(check: (port: number) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await check((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

/** Runs without blocking this process, whose server must accept the probe. */
async function ports(sandbox: Sandbox, port: number): Promise<{ status: number; output: string }> {
  const child = sandbox.start(`log_open up; preflight_ports local ${port}`);
  let output = "";
  child.stdout?.on("data", (part) => {
    output += part;
  });
  const [status] = await once(child, "close");
  return { status, output };
}

test("a port that another program holds stops the run; one that our own container holds does not", async () => {
  await withListener(async (port) => {
    using sandbox = new Sandbox();
    sandbox.shim("docker", "true");
    const foreign = await ports(sandbox, port);
    expect(foreign.status).toBe(1);
    expect(foreign.output).toContain(`✗ In use by another program: port ${port}.`);
    sandbox.shim("docker", `echo '127.0.0.1:${port}->443/tcp'`);
    expect(await ports(sandbox, port)).toEqual({ status: 0, output: "" });
  });
});
