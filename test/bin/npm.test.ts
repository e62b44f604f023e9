import { expect, test } from "vitest";
import { Sandbox } from "./shell.ts";

/** A project whose `npm ci` empties node_modules first, as the real one does. */
function project(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write("package-lock.json", "one");
  sandbox.shim("npm", 'rm -rf node_modules; mkdir node_modules; [[ -e fails ]] && exit 1; echo "$*" >>calls');
  return sandbox;
}

const ensure = "if ! npm_ready; then npm_ensure; fi;";

test("packages are installed once for each content of the lock file, without install scripts", () => {
  using sandbox = project();
  const { stdout } = sandbox.bash(
    `${ensure} ${ensure} sleep 0.01; printf two >package-lock.json; ${ensure} ${ensure} cat calls`,
  );
  expect(stdout).toBe("ci --ignore-scripts --no-audit --no-fund\n".repeat(2));
});

test("an interrupted installation is done again", () => {
  using sandbox = project();
  const { stdout } = sandbox.bash(
    `touch fails; (npm_ensure) || true; npm_ready && echo ready; rm fails; ${ensure} npm_ready; cat calls`,
  );
  expect(stdout).toBe("ci --ignore-scripts --no-audit --no-fund\n");
});

test("what a developer has just installed is not installed again", () => {
  using sandbox = project();
  expect(
    sandbox.bash("mkdir node_modules; sleep 0.01; touch node_modules/.package-lock.json; npm_ready").status,
  ).toBe(0);
});
