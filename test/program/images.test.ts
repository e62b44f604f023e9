import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultImages } from "../../components/lib/images.ts";

const lines = (file: string) => readFileSync(file, "utf8").split("\n");
const table = lines("images/table")
  .filter((line) => line !== "" && !line.startsWith("#") && !line.endsWith(" helper"))
  .map((line) => line.split(/\s+/)[0]);

test("images/table makes what the program runs and the app stands on, and nothing else", () => {
  const bases = lines("app/Dockerfile").flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
  expect([...table].sort()).toEqual([...new Set([...Object.values(defaultImages), ...bases])].sort());
});

test("every image is named by an exact version", () => {
  for (const name of table) expect(name).toMatch(/:\d+\.\d+/);
});
