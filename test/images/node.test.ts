import { describe, expect, test } from "vitest";
import { docker } from "./support/sandbox.ts";

const image = "node:24.19.0-slim";

describe(image, () => {
  test("node, npm and the user node are there", () => {
    expect(
      docker(
        "run",
        "--rm",
        "--user",
        "node",
        image,
        "sh",
        "-c",
        "node --version; id -u; id -g; npm --version",
      ),
    ).toMatch(/^v24\.19\.0\n1000\n1000\n1\d\./);
  });

  test("options and scripts go to node", () => {
    expect(docker("run", "--rm", image, "--eval", "console.log(6 * 7)")).toBe("42");
  });
});
