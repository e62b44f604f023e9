import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readCertificateStack } from "../../bin/lib/certificates/stack.ts";
import { certificateEnvironment } from "../../components/lib/certificate-environment.ts";
import { edgeNames, KEPT_CONNECTIONS, routeEnvironment } from "../../components/lib/edge-environment.ts";
import { type EngineContainer, readStack } from "./engine.ts";
import { backendConfiguration, minimalConfiguration } from "./nginx-files.ts";
import type { SecureServer } from "./secure.ts";
import { ThrowAwayContainer } from "./server.ts";
import { BENCH_STACK } from "./stack-file.ts";

/** The bundle that `bin/up` keeps of the local authority's roots. */
const AUTHORITY_FILE = ".state/ca.pem";
const BACKEND_PORT = 80;
const CERTIFICATES = "/etc/nginx/certs";
/** Goes with the stack if an interrupted run leaves it. */
const OWNED = ["--label", `chalan.stack=${BENCH_STACK}`];
const START = 'printf %s "$CONFIGURATION" >/etc/nginx/conf.d/default.conf && exec nginx -g "daemon off;"';

/** What the backend answers: about what a small page or a JSON document has, so that the proxy's own work counts. */
export const PAGE = "0123456789abcdef".repeat(64);

/** The edge of the benchmarks' stack, once that is up. */
export class EdgeGround {
  readonly network: string;
  readonly #proxy: EngineContainer;
  readonly #port: number;
  readonly #ca = readFileSync(AUTHORITY_FILE, "utf8");

  private constructor(network: string, port: number, proxy: EngineContainer) {
    this.network = network;
    this.#port = port;
    this.#proxy = proxy;
  }

  /** @throws Error when the stack has no edge */
  static async open(): Promise<EdgeGround> {
    const { edge, network } = readCertificateStack(".", BENCH_STACK);
    const { containers } = await readStack(BENCH_STACK);
    const proxy = containers.find(({ Name }) => Name === `/${edgeNames(network).proxy}`);
    if (proxy === undefined) throw new Error(`${BENCH_STACK} has no edge`);
    return new EdgeGround(network, edge.port, proxy);
  }

  /** A name that no edge has ever seen. */
  newName(): string {
    return `bench-${randomBytes(4).toString("hex")}.localhost`;
  }

  /** Starts a container that asks the edge for a route and a certificate, as a tenant's does. */
  openBackend(name: string): Promise<ThrowAwayContainer> {
    const environment = {
      ...routeEnvironment([name], BACKEND_PORT, "local"),
      ...certificateEnvironment([name], { authority: "", held: [] }),
    };
    const { label, value } = KEPT_CONNECTIONS; // as the nginx of a tenant is asked
    const labels = ["--label", `chalan.edge=${this.network}`, "--label", `${label}=${value}`];
    return this.#nginx("backend", labels, environment, backendConfiguration(BACKEND_PORT, PAGE));
  }

  /** The edge, under a name. */
  edge(name: string): SecureServer {
    const address = this.#proxy.NetworkSettings.Networks[this.network]?.IPAMConfig?.IPv4Address;
    if (address === undefined) throw new Error(`the edge has no address of its own on ${this.network}`);
    return this.#server(name, address);
  }

  /** Starts what one would write by hand: the edge's image, limits and certificate, and nothing that is not needed. */
  openMinimal(name: string, backend: ThrowAwayContainer): Promise<ThrowAwayContainer> {
    const { Memory, NanoCpus, Binds } = this.#proxy.HostConfig;
    const limits = ["--memory", String(Memory), "--memory-swap", String(Memory)];
    const certificates = (Binds ?? []).filter((bind) => bind.split(":")[1] === CERTIFICATES);
    const options = [...limits, "--cpus", String(NanoCpus / 1e9)];
    const configuration = minimalConfiguration({
      ...{ name, port: this.#port, backend: `${backend.address}:${BACKEND_PORT}` },
      certificate: `${CERTIFICATES}/${name}`,
    });
    const volumes = certificates.flatMap((bind) => ["--volume", bind]);
    return this.#nginx("minimal", [...options, ...volumes], {}, configuration);
  }

  /** The proxy written by hand, under the same name. */
  minimal(name: string, { address }: ThrowAwayContainer): SecureServer {
    return this.#server(name, address);
  }

  #server(name: string, address: string): SecureServer {
    return { name, address, port: this.#port, ca: this.#ca };
  }

  /** The edge's own image with one file in conf.d. */
  #nginx(
    name: string,
    options: readonly string[],
    environment: Readonly<Record<string, string>>,
    configuration: string,
  ): Promise<ThrowAwayContainer> {
    return ThrowAwayContainer.open({
      name,
      network: this.network,
      options: [...OWNED, ...options],
      environment: { ...environment, CONFIGURATION: configuration },
      image: this.#proxy.Image,
      command: ["sh", "-euc", START],
      port: BACKEND_PORT,
    });
  }
}
