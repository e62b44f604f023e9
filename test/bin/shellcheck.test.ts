import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("every shell script of bin is clean by shellcheck", () => {
  const scripts = execFileSync(
    "bash",
    ["-c", "grep -lIs '^#!/usr/bin/env bash' bin/*; ls bin/lib/*.sh .ci/run"],
    { encoding: "utf8" },
  );
  const { status, stdout, error } = spawnSync("shellcheck", ["-x", ...scripts.trim().split("\n")], {
    encoding: "utf8",
  });
  expect(error, "shellcheck is missing: apt-get install shellcheck (bin/test does it)").toBeUndefined();
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
