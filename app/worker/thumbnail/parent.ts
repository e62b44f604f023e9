import { spawn } from "node:child_process";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import * as z from "zod";

/** An image that has been made small, or why it could not be. */
export type Thumbnail =
  | { readonly content: Buffer; readonly width: number; readonly height: number }
  | { readonly refused: string };

/** @throws when the process fails, takes more than 15 s, or is stopped by the signal */
export type MakeThumbnail = (image: Buffer, signal: AbortSignal) => Promise<Thumbnail>;

const TIME_LIMIT_MILLISECONDS = 15_000;

// What the child says is checked as if a stranger said it: it has been fed by one.
const made = z.union([
  z.strictObject({
    content: z.base64().max(28_000),
    width: z.int().min(1).max(1_000),
    height: z.int().min(1).max(1_000),
  }),
  z.strictObject({ refused: z.enum(["unreadable", "too-large"]) }),
]);

/**
 * @param entry the app's entry file, which the child runs with the word `thumbnail`
 * @returns makes thumbnails one after the other, each in a process of its own with an empty environment
 */
export function thumbnailMaker(entry: string): MakeThumbnail {
  let last: Promise<unknown> = Promise.resolve();
  async function make(image: Buffer, signal: AbortSignal): Promise<Thumbnail> {
    const child = spawn(process.execPath, ["--max-old-space-size=64", entry, "thumbnail"], {
      env: {},
      stdio: ["pipe", "pipe", "ignore"],
      timeout: TIME_LIMIT_MILLISECONDS,
      killSignal: "SIGKILL",
      signal,
    });
    const closed = once(child, "close");
    // A child that dies early breaks the pipe; its exit code says so.
    child.stdin.on("error", () => {}).end(image);
    const [output, [code]] = await Promise.all([buffer(child.stdout), closed]);
    if (code !== 0) throw Object.assign(new Error("no thumbnail was made"), { code: "thumbnail-process" });
    const answer = made.parse(JSON.parse(output.toString("utf8")));
    if ("refused" in answer) return answer;
    return { ...answer, content: Buffer.from(answer.content, "base64") };
  }
  return (image, signal) => {
    // One at a time: a decoded photograph takes up to 100 MB.
    const next = last.catch(() => {}).then(() => make(image, signal));
    last = next;
    return next;
  };
}
