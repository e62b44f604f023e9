import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sqlState } from "../shared/sql-state.ts";
import { SNIFFED_BYTES, sniffMediaType } from "./media-type.ts";
import { notFound, ProblemError } from "./problem.ts";

/** What is taken. */
interface Limits {
  readonly maximumBytes: number;
  /** By default all that sniffMediaType knows. */
  readonly mediaTypes?: readonly string[];
}

/** A file that has been kept. */
export interface StoredFile {
  readonly id: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

const refused = (name: string, status: number, title: string) =>
  new ProblemError({ type: `urn:chalan:problem:${name}`, title, status });
const tooLarge = () => refused("file-too-large", 413, "The file is too large");
const wrongType = () => refused("file-type", 415, "Files of this kind are not taken");
const empty = () => refused("file-empty", 400, "The file is empty");

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Of a file that is not whole yet. */
const PARTIAL = /\.part$/;

/** A file of the folder. */
interface FoundFile {
  readonly id: string;
  readonly name: string;
}

/** Nothing where the folder has not been made yet. */
async function openFolder(folder: string): Promise<AsyncIterable<{ readonly name: string }> | []> {
  try {
    return await opendir(folder);
  } catch (error) {
    if (sqlState(error) === "ENOENT") return [];
    throw error;
  }
}

/**
 * Files of one tenant, in a folder of its own. A file is called by a random id: no name from outside ever becomes
 * part of a path.
 *
 * @param folder where they are; made when it is not there
 */
export function mediaStore(folder: string) {
  const pathOf = (id: string) => {
    if (!ID.test(id)) throw new Error("not the id of a file");
    return join(folder, id);
  };
  return {
    /**
     * Keeps what comes, without holding it in memory.
     *
     * @throws ProblemError when it is too large, empty, or of a type that is not taken; nothing is left behind then
     */
    async save(source: Readable, { maximumBytes, mediaTypes }: Limits): Promise<StoredFile> {
      const id = randomUUID();
      const hash = createHash("sha256");
      let sizeBytes = 0;
      let beginning = Buffer.alloc(0);
      const requireType = (): string => {
        const found = sniffMediaType(beginning);
        if (found === undefined || mediaTypes?.includes(found) === false) throw wrongType();
        return found;
      };
      const check = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length;
          if (sizeBytes > maximumBytes) throw tooLarge();
          if (beginning.length < SNIFFED_BYTES) {
            beginning = Buffer.concat([beginning, chunk.subarray(0, SNIFFED_BYTES - beginning.length)]);
            // As early as possible: the rest of a video need not be read to refuse it.
            if (beginning.length === SNIFFED_BYTES) requireType();
          }
          hash.update(chunk);
          yield chunk;
        }
        if (sizeBytes === 0) throw empty();
        requireType();
      };
      await mkdir(folder, { recursive: true });
      // Its own name until it is whole, so that a crash leaves no half file under an id.
      const partial = `${pathOf(id)}.part`;
      try {
        // A refused request is not destroyed: its client is to get the answer.
        const chunks = source.iterator({ destroyOnReturn: false });
        await pipeline(chunks, check, createWriteStream(partial, { flags: "wx", mode: 0o640 }));
        await rename(partial, pathOf(id));
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
      return { id, mediaType: requireType(), sizeBytes, sha256: hash.digest("hex") };
    },
    /** @throws ProblemError 404 when the file is not there, such as after a restore without the files */
    async open(id: string): Promise<Readable> {
      try {
        return (await open(pathOf(id))).createReadStream();
      } catch (error) {
        throw error instanceof Error && sqlState(error) === "ENOENT" ? notFound("File") : error;
      }
    },
    discard: (id: string): Promise<void> => rm(pathOf(id), { force: true }),
    /**
     * The files that are there, whole or not, in groups; other names in the folder are none of them.
     *
     * @param before milliseconds since 1970: only those that were last written earlier
     */
    async *settled(before: number, groupSize: number): AsyncGenerator<readonly FoundFile[]> {
      let group: FoundFile[] = [];
      for await (const { name } of await openFolder(folder)) {
        const id = name.replace(PARTIAL, "");
        if (!ID.test(id)) continue;
        const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: before }));
        if (mtimeMs < before) group.push({ id, name });
        if (group.length < groupSize) continue;
        yield group;
        group = [];
      }
      if (group.length > 0) yield group;
    },
    /** @param file one of `settled` */
    remove: ({ name }: FoundFile): Promise<void> => rm(join(folder, name), { force: true }),
  };
}

export type MediaStore = ReturnType<typeof mediaStore>;
