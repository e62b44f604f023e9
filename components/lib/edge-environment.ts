import type * as pulumi from "@pulumi/pulumi";
import type { StackIdentity } from "./identity.ts";

/** What the stack decides about its edge. Plain values. */
export interface EdgeSettings {
  readonly network: string;
  readonly subnet: string;
  /** The host's address that the edge listens on, e.g. `0.0.0.0`. */
  readonly bindAddress: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Where Let's Encrypt writes about the account. */
  readonly email: string;
  /** The ACME directory of the certificate authority. */
  readonly authority: string;
}

/** Only containers with this label are the edge's business: an event of any other one must not reload nginx. */
export function edgeLabel(network: pulumi.Input<string>) {
  return { label: "chalan.edge", value: network };
}

const KEEPALIVE_LABEL = "com.github.nginx-proxy.nginx-proxy.keepalive";

/**
 * How many idle connections each worker of the edge keeps to the nginx of a tenant. That one never closes them first, which could be under
 * a POST: it waits longer than the edge (75 s and 60 s), is not reloaded (app/nginx/switch-web), and has left the edge when it is stopped.
 */
export const KEPT_CONNECTIONS = { label: KEEPALIVE_LABEL, value: "16" };

/** For a server of which nobody can say when it closes a connection. */
export const ONE_REQUEST_PER_CONNECTION = { label: KEEPALIVE_LABEL, value: "disabled" };

/** Names of an edge's containers. */
export function edgeNames(network: string) {
  return {
    proxy: network,
    filter: `${network}-filter-1`,
    generator: `${network}-generator-1`,
    companion: `${network}-letsencrypt-1`,
  };
}

/** The mark by which the generator knows its nginx. Unlike the stock one it names the edge: an engine can have several (`local` beside a test's). */
export function proxyMark(network: string): string {
  return `chalan.proxy.${network}`;
}

/** Where the socket filter's own socket is, in it and in whoever may use it. */
export const FILTERED_SOCKET = { folder: "/run/engine", host: "unix:///run/engine/docker.sock" } as const;

/** Settings of the socket filter: which containers it shows, and the two that may be told to read their files again. */
export function filterEnvironment(edge: EdgeSettings): Record<string, string> {
  const { proxy, generator } = edgeNames(edge.network);
  const { label, value } = edgeLabel(edge.network);
  return { EDGE_LABEL: `${label}=${value}`, SIGNALLED: `${proxy},${generator}` };
}

/** Settings of the generator. In split mode it, not nginx, reads the proxy's variables (nginx-proxy docs, "Separate Containers"). */
export function generatorEnvironment(edge: EdgeSettings): Record<string, string> {
  return {
    DOCKER_HOST: FILTERED_SOCKET.host,
    DOCKER_CONTAINER_FILTERS: filterOf(edge),
    NGINX_CONTAINER_LABEL: proxyMark(edge.network),
    HTTP_PORT: String(edge.httpPort),
    HTTPS_PORT: String(edge.httpsPort),
    // A host without a certificate is redirected and refused, never served in plain text; the challenge is served all the same.
    ENABLE_HTTP_ON_MISSING_CERT: "false",
    TRUST_DEFAULT_CERT: "false",
    // Clients must not choose their own address: the default trusts X-Forwarded-For of anybody.
    TRUST_DOWNSTREAM_PROXY: "false",
    NON_GET_REDIRECT: "308",
    SSL_POLICY: "Mozilla-Intermediate",
    DHPARAM_SKIP: "true",
  };
}

/** Settings of the companion. */
export function companionEnvironment(edge: EdgeSettings, trustedAuthority?: string): Record<string, string> {
  return {
    DOCKER_HOST: FILTERED_SOCKET.host,
    DOCKER_CONTAINER_FILTERS: filterOf(edge),
    NGINX_PROXY_CONTAINER: edgeNames(edge.network).proxy,
    NGINX_DOCKER_GEN_CONTAINER: edgeNames(edge.network).generator,
    DEFAULT_EMAIL: edge.email,
    ACME_CA_URI: edge.authority,
    DEFAULT_KEY_SIZE: "ec-256",
    // Let's Encrypt goes to 45 days in 2028: renew 30 days after issuing, not 60.
    ACME_RENEW_AFTER: "30",
    // From a new container to the request for its certificate; stock's 5 s leave too little of the 15 s that a new name may take.
    DOCKER_GEN_WAIT: "2s:10s",
    RELOAD_NGINX_ONLY_ONCE: "true",
    // An authority of this machine's own has no limits: a name that failed is tried again soon, not after an hour.
    ...(trustedAuthority === undefined ? {} : { CA_BUNDLE: trustedAuthority, CERTS_UPDATE_INTERVAL: "60" }),
  };
}

/**
 * What makes the edge route names to a container. Only prod binds browsers to HTTPS for a year (HSTS): names of the other stacks may be
 * somebody else's tomorrow.
 */
export function routeEnvironment(
  names: readonly string[],
  port: number,
  environment: StackIdentity["environment"],
): Record<string, string> {
  return {
    VIRTUAL_HOST: names.join(","),
    VIRTUAL_PORT: String(port),
    ...(environment === "prod" ? {} : { HSTS: "off" }),
  };
}

/** A container whose name starts with an upper-case letter is about to go (components/scripts/leave-edge): it gets no new request. */
function filterOf(edge: EdgeSettings): string {
  return `label=chalan.edge=${edge.network},name=^/?[a-z]`;
}
