/** The part of bin/up and bin/preview that asks before a certificate is asked for. */
import { expect, test } from "vitest";
import { Sandbox } from "../shell.ts";

function check(localAuthority: number): { stdout: string; status: number | null } {
  using sandbox = new Sandbox();
  sandbox.write(".state/prod/lock", "");
  sandbox.shim("node", 'echo "new.example.com  (held back)  has no address in DNS. Add one. $*"');
  const { stdout, status } = sandbox.bash(
    `log_open up; STACK=prod SETTING_LOCAL_CA_PORT=${localAuthority}; names_check`,
  );
  return { stdout, status };
}

test("what speaks against a name is said, and the run goes on", () => {
  const { stdout, status } = check(0);
  expect(stdout).toMatch(
    /^ {2}! new\.example\.com {2}\(held back\) {2}has no address in DNS\. Add one\. .*certificates\.ts hold prod$/m,
  );
  expect(status).toBe(0);
});

test("an authority of this machine's own is not asked about", () => {
  expect(check(15_000)).toEqual({ stdout: "", status: 0 });
});

test("what an authority of the internet has given is remembered, and a run does not fail for it", () => {
  using sandbox = new Sandbox();
  sandbox.shim("node", 'echo "$*"; exit 2');
  const noted = (port: number) =>
    sandbox.bash(`log_open up; STACK=prod SETTING_LOCAL_CA_PORT=${port}; names_note; cat "$LOG_FILE"`);
  expect(noted(0)).toMatchObject({ stdout: expect.stringContaining("certificates.ts note prod"), status: 0 });
  expect(noted(15_000)).toMatchObject({ stdout: "", status: 0 });
});
