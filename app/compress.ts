import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What nginx serves compressed (nginx/templates/tenant.conf.template); the others, pictures and fonts, are compressed already. */
const COMPRESSIBLE = /\.(js|css|svg)$/;

/** Below it one packet holds the file either way. */
const SMALLEST_BYTES = 1_000;

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/**
 * Writes NAME.gz and NAME.br beside each file that gains by it, as small as they get: that takes a second once, and none per request.
 *
 * @returns how many files got them
 */
export async function compressFolder(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.test(name));
  const written = await Promise.all(names.map((name) => compressFile(join(folder, name))));
  return written.filter(Boolean).length;
}

async function compressFile(file: string): Promise<boolean> {
  const content = await readFile(file);
  if (content.length < SMALLEST_BYTES) return false;
  const [small, smaller] = await Promise.all([
    gzipped(content, { level: constants.Z_BEST_COMPRESSION }),
    brotlied(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  ]);
  await Promise.all([writeFile(`${file}.gz`, small), writeFile(`${file}.br`, smaller)]);
  return true;
}
