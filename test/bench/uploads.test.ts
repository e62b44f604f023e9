import { describe, expect, test } from "vitest";
import { revealed, uploadsOf } from "../../bench/lib/uploads.ts";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

test.each([
  { value: "plain", expected: "plain" },
  { value: secret("word"), expected: "word" },
  { value: [1, secret([secret("deep")])], expected: [1, ["deep"]] },
  { value: { a: secret({ b: secret(null) }) }, expected: { a: { b: null } } },
])("$value is revealed as $expected", ({ value, expected }) => {
  expect(revealed(value)).toEqual(expected);
});

describe("the files of containers", () => {
  const type = "docker:index/container:Container";
  const exported = (resources: unknown[]) => JSON.stringify({ version: 3, deployment: { resources } });

  test("are found by the container's id, in plain", () => {
    const file = { file: "/etc/redis.conf", content: secret("port 6379") };
    const uploads = uploadsOf(
      exported([
        { type: "docker:index/network:Network", id: "n", inputs: {} },
        { type, id: "one", inputs: { uploads: [file] } },
        { type, id: "two", inputs: { uploads: secret([{ file: "/etc/key", content: "k" }]) } },
        { type, id: "three", inputs: { image: "nginx" } },
      ]),
    );
    expect([...uploads]).toEqual([
      ["one", [{ file: "/etc/redis.conf", content: "port 6379" }]],
      ["two", [{ file: "/etc/key", content: "k" }]],
      ["three", []],
    ]);
  });

  test("are not guessed from something else", () => {
    expect(() => uploadsOf("{}")).toThrow();
    expect(() =>
      uploadsOf(exported([{ type, id: "one", inputs: { uploads: [{ source: "a" }] } }])),
    ).toThrow();
  });
});
