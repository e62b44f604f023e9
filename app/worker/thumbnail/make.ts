/**
 * `thumbnail`: reads an image on standard input and writes its thumbnail on standard output, as JSON. It is a process of
 * its own, without any of the worker's secrets: decoders are written in C and Rust, and are handed files of strangers.
 */
import { writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Transformer } from "@napi-rs/image";
import { imageSize } from "image-size";

/** Pixels of the longer side: twice what a list shows, for sharp screens. */
const SIDE = 320;
/** What the table takes, in bytes. */
const MAXIMUM_BYTES = 20_480;
/** 25 million pixels are 100 MB when they are decoded: more than most phones take, less than would fill the container. */
const MAXIMUM_PIXELS = 25_000_000;
/** Tried in this order until one is small enough. */
const QUALITIES = [75, 50, 25, 5];

/** A thumbnail, or why there is none. */
export type Made =
  | { readonly content: string; readonly width: number; readonly height: number }
  | { readonly refused: "unreadable" | "too-large" };

/** @returns width and height by the file's header, without decoding it; undefined when it has none that is known */
function sizeOf(image: Buffer): { width: number; height: number } | undefined {
  try {
    const { width, height } = imageSize(image);
    return { width, height };
  } catch {
    return undefined;
  }
}

async function encode(image: Transformer): Promise<Buffer | undefined> {
  for (const quality of QUALITIES) {
    const encoded = await image.webp(quality);
    if (encoded.length <= MAXIMUM_BYTES) return encoded;
  }
  return undefined;
}

/**
 * Makes an image small: WebP, at most 20 kB, at most 320 pixels wide and high, turned as its camera was held.
 *
 * @param image PNG, JPEG, WebP or GIF
 */
export async function makeThumbnail(image: Buffer): Promise<Made> {
  const size = sizeOf(image);
  if (size === undefined || size.width < 1 || size.height < 1) return { refused: "unreadable" };
  if (size.width * size.height > MAXIMUM_PIXELS) return { refused: "too-large" };
  // Only now: the library is native code that the worker itself never loads.
  const { ResizeFit, Transformer } = await import("@napi-rs/image");
  try {
    const scale = Math.min(1, SIDE / Math.max(size.width, size.height));
    const [width, height] = [size.width, size.height].map((side) => Math.max(1, Math.round(side * scale)));
    const small = await new Transformer(image)
      .rotate()
      .resize({ width: SIDE, height: SIDE, fit: ResizeFit.Inside })
      .png();
    const content = await encode(new Transformer(small));
    if (content === undefined) return { refused: "too-large" };
    return {
      content: content.toString("base64"),
      ...(sizeOf(content) ?? { width: width ?? 1, height: height ?? 1 }),
    };
  } catch {
    return { refused: "unreadable" };
  }
}

/** @returns exit code 0 */
export async function runThumbnail(): Promise<number> {
  // Where memory runs out, this process goes and not the worker. Elsewhere than on Linux there is no such file.
  await writeFile("/proc/self/oom_score_adj", "1000").catch(() => {});
  process.stdout.write(JSON.stringify(await makeThumbnail(await buffer(process.stdin))));
  return 0;
}
