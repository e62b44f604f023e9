/** What the tests of the edge ask and do: requests to its nginx, files in its volumes, certificates of its own making. */
import { randomUUID } from "node:crypto";
import { cpus } from "node:os";
import { until } from "../../support/until.ts";
import { type Edge, images } from "./edge.ts";
import { ask, type Options, statusOf } from "./request.ts";
import { attempt, docker, logs } from "./sandbox.ts";

/** Milliseconds of one of several requests: nginx may wait for a container that is gone. */
const ATTEMPT = 5_000;
/** Says what each process of a container is; a worker that is shutting down says so. */
const PROCESSES = `for process in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <"$process" 2>/dev/null && echo; done`;

/**
 * Waits until all of nginx's workers that take connections have the same configuration: for a moment after a reload those of before do,
 * too (src/os/unix/ngx_process_cycle.c). To be called when a new one has been seen to answer.
 */
export function settled(nginx: string): Promise<boolean> {
  const accepting = () =>
    docker("exec", nginx, "sh", "-c", PROCESSES).match(/^nginx: worker process *$/gm)?.length;
  // `worker_processes auto` is one for each processor.
  return until("the workers of before are told to go", () => accepting() === cpus().length);
}

export interface BackendAnswer {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

export class EdgeClient {
  readonly edge: Edge;

  constructor(edge: Edge) {
    this.edge = edge;
  }

  /** @returns the status, or the error's code when there is no answer */
  status(url: string, options: Options = {}): Promise<number | string> {
    return statusOf(url, this.edge.address, options);
  }

  ask(url: string, options: Options = {}) {
    return ask(url, this.edge.address, options);
  }

  /** What the backend saw of a request. */
  async answer(url: string, options: Options = {}): Promise<BackendAnswer> {
    return JSON.parse((await this.ask(url, options)).body);
  }

  /** Waits until that is the status, whichever worker is asked. */
  async gives(url: string, wanted: number | string, options: Options = {}): Promise<void> {
    await until(
      `${url} gives ${wanted}`,
      async () => (await this.status(url, { timeout: ATTEMPT, ...options })) === wanted,
    );
    await settled(this.edge.nginx);
  }

  /** That a name has no certificate: the handshake fails, whatever the error is called. */
  async refusesHandshake(host: string): Promise<boolean> {
    return typeof (await this.status(`https://${host}`)) === "string";
  }

  /** Writes a file of one of the edge's volumes. */
  write(volume: string, path: string, text: string): void {
    const script = 'mkdir -p "$(dirname "/v/$1")" && printf %s "$2" >"/v/$1"';
    const shell = ["--entrypoint", "sh", images.node, "-c", script, "write"];
    docker("run", "--rm", "--volume", `${volume}:/v`, ...shell, path, text);
  }

  /** Makes a self-signed certificate for each name, in files as an operator would put them. */
  certify(...names: string[]): void {
    const script = `for name; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$name" \
      -addext "subjectAltName=DNS:$name" -keyout "/certs/$name.key" -out "/certs/$name.crt" 2>/dev/null; done`;
    const shell = ["--entrypoint", "sh", images.companion, "-c", script, "certify"];
    docker("run", "--rm", "--volume", `${this.edge.certificates}:/certs`, ...shell, ...names);
  }

  /** Makes docker-gen look at the files again, and waits until `check` holds, whichever worker is asked. */
  async regenerate(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
    docker("kill", "--signal", "HUP", this.edge.generator);
    await until(what, check);
    await settled(this.edge.nginx);
  }

  /** docker-gen's file. */
  configuration(): string {
    return docker("exec", this.edge.nginx, "cat", "/etc/nginx/conf.d/default.conf");
  }

  /** How often nginx was told to read its configuration again. */
  async reloads(): Promise<number> {
    // The engine writes a container's output down a moment after it was said: it has all that came before a line of ours.
    const line = `seen ${randomUUID()}`;
    docker("exec", this.edge.nginx, "sh", "-c", `echo "${line}" >/proc/1/fd/2`);
    await until("the log has all", () => logs(this.edge.nginx).includes(line));
    return logs(this.edge.nginx).split("reconfiguring").length - 1;
  }

  /** @returns nginx's own judgement of all its files */
  test() {
    return attempt("exec", this.edge.nginx, "nginx", "-t");
  }
}
