import { expect, test } from "vitest";
import { Images } from "../../components/images.ts";
import { record, types } from "../support/mocks.ts";

const names = ["redis:7.4.11-alpine", "chalanpro:2.0.0"];

async function images(resolved: Record<string, string>) {
  let ids: Promise<string[]> = Promise.resolve([]);
  const recording = await record(() => {
    const made = new Images("images", { names, resolved }, {});
    ids = Promise.all(names.map((name) => new Promise<string>((resolve) => made.idOf(name).apply(resolve))));
  });
  return { ids: await ids, pulled: recording.ofType(types.image).map(({ inputs }) => inputs.name) };
}

test("an image without a known id is pulled by name", async () => {
  expect(await images({})).toEqual({
    ids: ["sha256:images-redis-7.4.11-alpine", "sha256:images-chalanpro-2.0.0"],
    pulled: names,
  });
});

test("a known id needs no resource", async () => {
  expect(await images({ "chalanpro:2.0.0": "sha256:abc" })).toEqual({
    ids: ["sha256:images-redis-7.4.11-alpine", "sha256:abc"],
    pulled: ["redis:7.4.11-alpine"],
  });
});

test("an image that was not declared is a mistake of the program", () => {
  expect(() => new Images("images", { names: [], resolved: {} }, {}).idOf("other:1")).toThrow(
    "the image other:1 is used but not declared",
  );
});
