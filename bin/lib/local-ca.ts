/** The root certificates of the local CA (pebble), which makes a new root each time it starts. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { dirname } from "node:path";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const TIMEOUT_MILLISECONDS = 5_000;

/** A bundle with the certificates of `more` that it lacks added; the same text if it lacks none. */
export function mergeBundle(bundle: string, more: string): string {
  const known = new Set(bundle.match(CERTIFICATE));
  const added = (more.match(CERTIFICATE) ?? []).filter((certificate) => !known.has(certificate));
  return added.length === 0 ? bundle : `${bundle}${added.join("\n")}\n`;
}

/** Pebble's current root, from its management port on loopback (whose own certificate nobody can check: it is the CA's). */
export function fetchRoot(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/roots/0", rejectUnauthorized: false };
    const call = request({ ...options, timeout: TIMEOUT_MILLISECONDS }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () =>
        text.match(CERTIFICATE) ? resolve(text) : reject(new Error(`port ${port} gave no certificate`)),
      );
    });
    call.on("timeout", () => call.destroy(new Error(`port ${port} did not answer in time`)));
    call.on("error", reject).end();
  });
}

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Adds the current root to the bundle at `path` (certificates issued under earlier roots stay in use) and returns the bundle. */
export async function updateBundle(path: string, port: number): Promise<string> {
  const before = readOrEmpty(path);
  const after = mergeBundle(before, await fetchRoot(port));
  if (after !== before) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, after);
    renameSync(`${path}.new`, path);
  }
  return after;
}
