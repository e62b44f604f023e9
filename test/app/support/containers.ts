import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs the docker client. @returns its standard output @throws with its standard error */
export async function docker(...words: string[]): Promise<string> {
  const { stdout } = await run("docker", words, { timeout: 180_000 });
  return stdout.trim();
}

export interface ContainerOptions {
  readonly image: string;
  /** Port inside, published on a free port of the loopback address. */
  readonly port: number;
  readonly options?: readonly string[];
  readonly command?: readonly string[];
}

export interface Container {
  readonly name: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A name for something temporary in the engine. */
export const temporaryName = (what: string): string =>
  `tmp-app-test-${what}-${randomBytes(4).toString("hex")}`;

/**
 * Starts a container of an image that `images/build` has made; nothing is pulled.
 *
 * @throws naming the remedy when the image is missing
 */
export async function startContainer({
  image,
  port,
  options = [],
  command = [],
}: ContainerOptions): Promise<Container> {
  await docker("image", "inspect", "--format", "{{.Id}}", image).catch(() => {
    throw new Error(`Image ${image} is missing: run \`images/build ${image}\``);
  });
  const name = temporaryName(image.split(":")[0]?.split("/").at(-1) ?? "container");
  const labels = ["--label", "chalan.test=app"];
  await docker(
    "run",
    "--detach",
    "--rm",
    "--name",
    name,
    ...labels,
    "--publish",
    `127.0.0.1::${port}`,
    ...options,
    image,
    ...command,
  );
  const published = await docker("port", name, String(port));
  return {
    name,
    port: Number(published.split("\n")[0]?.split(":").at(-1)),
    stop: async () => void (await docker("rm", "--force", "--volumes", name)),
  };
}

/** A guard against what never happens, not a bar: how long something may take is a matter of bench/. */
const PATIENCE_SECONDS = 120;

/** Repeats `check` until it does not throw. @throws its last error */
export async function waitFor(
  what: string,
  check: () => Promise<void>,
  seconds = PATIENCE_SECONDS,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${what} did not get ready within ${seconds} s`, { cause: error });
    }
    await sleep(100);
  }
}

/** Removes a network, unless Docker 20.10 goes on counting the endpoint of a container that ended just when it was removed. */
export const removeNetwork = async (name: string): Promise<void> =>
  void (await docker("network", "rm", name).catch(() => {}));

/**
 * Makes a network on a free subnet of 172.30.0.0/16: the engine's own choice could be one that the stack wants.
 *
 * @throws the engine's last error after five tries
 */
export async function createNetwork(name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const subnet = `172.30.${randomBytes(1)[0]}.0/24`;
    try {
      await docker("network", "create", "--label", "chalan.test=app", "--subnet", subnet, name);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}
