import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { ask } from "./constant-rate.ts";
import { docker } from "./engine.ts";
import { sleep } from "./interruption.ts";

const START_SECONDS = 60;

/** @throws Error when nothing answers `url` within a minute, whatever it says */
async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  for (;;) {
    try {
      await ask({ url, headers: {} });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${url} does not answer`, { cause: error });
    }
    await sleep(0.2);
  }
}

/** What a container runs. */
export interface ContainerPlan {
  /** Told apart in the engine: `tmp-bench-<name>`. */
  readonly name: string;
  readonly network: string;
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly image: string;
  readonly command: readonly string[];
  /** Where it listens. */
  readonly port: number;
}

/** A container for one run of a benchmark, on an internal network. It goes with its scope. */
export class ThrowAwayContainer implements AsyncDisposable {
  readonly name: string;
  /** Its address on the network, for this machine only. */
  readonly address: string;

  readonly #port: number;

  private constructor(name: string, address: string, port: number) {
    this.name = name;
    this.address = address;
    this.#port = port;
  }

  /** @throws Error with the engine's words */
  static async open({ name, network, options, environment, image, command, port }: ContainerPlan) {
    const full = `tmp-bench-${name}`;
    await remove(full);
    const variables = Object.entries(environment).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const place = ["--name", full, "--network", network, "--label", `chalan.bench=${name}`];
    await docker("run", "--detach", ...place, ...options, ...variables, image, ...command);
    const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
    return new ThrowAwayContainer(full, await docker("inspect", "--format", format, full), port);
  }

  /** Waits until it answers HTTP. @returns its address @throws Error with what it has written when it does not */
  async answers(): Promise<string> {
    const url = `http://${this.address}:${this.#port}`;
    await answers(`${url}/healthz`).catch(async (error) => {
      throw new Error(`${error.message}:\n${await docker("logs", "--tail", "20", this.name)}`);
    });
    return url;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await remove(this.name);
  }
}

async function remove(name: string): Promise<void> {
  const ids = await docker("ps", "--all", "--quiet", "--filter", `name=^${name}$`);
  if (ids !== "") await docker("rm", "--force", "--volumes", name);
}

/** @returns a port of the loopback address that was free a moment ago */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A server that runs on this machine for one run of a benchmark, on the loopback address. */
export class ThrowAwayProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** @param words for the address that it has to listen at */
  static async open(
    command: string,
    words: (address: string) => readonly string[],
    { folder, environment }: { folder: string; environment: Readonly<Record<string, string>> },
  ) {
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(command, words(address), {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const server = new ThrowAwayProcess(`http://${address}`, child);
    try {
      await answers(server.url);
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
