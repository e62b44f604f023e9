/** What the tests of the edge ask and do: requests to its nginx, files in its volumes, certificates of its own making. */
import { type Edge, images } from "./edge.ts";
import { ask, type Options, statusOf } from "./request.ts";
import { attempt, docker, logs, until } from "./sandbox.ts";

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

  within(seconds: number, url: string, wanted: number | string, options: Options = {}): Promise<boolean> {
    return until(
      `${url} gives ${wanted}`,
      seconds,
      async () => (await this.status(url, { timeout: 1000, ...options })) === wanted,
    );
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

  /** Makes docker-gen look at the files again, and waits until `check` holds. */
  async regenerate(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
    docker("kill", "--signal", "HUP", this.edge.generator);
    await until(what, 10, check);
  }

  /** docker-gen's file. */
  configuration(): string {
    return docker("exec", this.edge.nginx, "cat", "/etc/nginx/conf.d/default.conf");
  }

  /** How often nginx was told to read its configuration again. */
  reloads(): number {
    return logs(this.edge.nginx).split("reconfiguring").length - 1;
  }

  /** @returns nginx's own judgement of all its files */
  test() {
    return attempt("exec", this.edge.nginx, "nginx", "-t");
  }
}
