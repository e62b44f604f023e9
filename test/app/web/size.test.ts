import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { idKey } from "../../../app/shared/shapes.ts";
import { builtFront } from "./support/build.ts";

/** What issue 4 allows for the JavaScript that a first visit loads. */
const MAXIMUM_KILOBYTES = 250;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

let front: string;
beforeAll(async () => {
  front = await builtFront();
});

const read = (file: string) => readFile(join(front, file));

it(`loads at most ${MAXIMUM_KILOBYTES} kB of JavaScript at first (gzip)`, async () => {
  const manifest: Record<string, Chunk> = JSON.parse((await read(".vite/manifest.json")).toString());
  const names = new Set<string>();
  const collect = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const imported of manifest[name]?.imports ?? []) collect(imported);
  };
  collect("index.html");
  const files = [...names].flatMap((name) => manifest[name]?.file ?? []);
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await read(file)).length));
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  console.log(`initial JavaScript: ${kilobytes.toFixed(1)} kB gzip in ${files.length} files`);
  expect(files.length).toBeGreaterThan(0);
  expect(kilobytes).toBeLessThanOrEqual(MAXIMUM_KILOBYTES);
});

it("carries none of the API's shapes: what the front needs of app/shared as a value stands apart", async () => {
  // So typebox marks what it has made.
  const mark = "~kind";
  expect(Object.getOwnPropertyNames(idKey)).toContain(mark);
  const names = (await readdir(join(front, "assets"))).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(names.map((name) => read(join("assets", name))));
  expect(names.filter((_, index) => texts[index]?.includes(mark))).toEqual([]);
});
