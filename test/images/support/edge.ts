/** The split edge in a sandbox: nginx without the socket, docker-gen behind the filter, and backends that tell what they were sent. */
import { FILTERED_SOCKET } from "../../../components/lib/edge-environment.ts";
import { EDGE_COMMAND, EDGE_FILES } from "../../../components/lib/edge-nginx.ts";
import { defaultImages } from "../../../components/lib/images.ts";
import { addressOf, docker, type Sandbox } from "./sandbox.ts";

/** The contract holds for whatever is named here: the images of the program, or e.g. CHALAN_TEST_IMAGE_GENERATOR and …_COMPANION. */
const chosen = (role: string, image: string) =>
  process.env[`CHALAN_TEST_IMAGE_${role.toUpperCase()}`] ?? image;

export const images = {
  nginx: chosen("nginx", defaultImages.nginx),
  filter: defaultImages.socketFilter,
  generator: chosen("generator", defaultImages.generator),
  companion: chosen("companion", defaultImages.companion),
  pebble: defaultImages.pebble,
  challtestsrv: defaultImages.dnsServer,
  node: "node:24.19.0-slim",
};

/** Answers with its own name and the request's headers as JSON; /stream tells one event and then nothing more; an upgraded connection is an echo. */
const backend = `const server = require("http").createServer((question, answer) => {
    if (question.url === "/stream") return answer.writeHead(200, { "content-type": "text/event-stream" }).write("data: first\\n\\n");
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify({ name: process.env.NAME, url: question.url, headers: question.headers }));
  });
  server.on("upgrade", (_question, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: echo\\r\\n\\r\\n");
    socket.pipe(socket);
  });
  server.listen(8000);
  process.on("SIGTERM", () => process.exit());`;

export interface Edge {
  readonly sandbox: Sandbox;
  readonly network: string;
  readonly prefix: string;
  readonly certificates: string;
  readonly webroot: string;
  readonly configuration: string;
  readonly vhosts: string;
  /** Files of users, by host. */
  readonly passwords: string;
  readonly nginx: string;
  readonly filter: string;
  readonly generator: string;
  /** Volume with the filter's socket. */
  readonly socket: string;
  /** Where nginx answers. */
  readonly address: string;
}

/** Starts nginx and docker-gen; `settings` are docker-gen's environment. */
export function startEdge(sandbox: Sandbox, settings: string[]): Edge {
  const { name: network, prefix } = sandbox.network("edge");
  const [certificates, webroot, configuration, vhosts, passwords] = [
    "certs",
    "html",
    "conf",
    "vhost",
    "htpasswd",
  ].map((name) => sandbox.volume(name)) as [string, string, string, string, string];
  const mounts = (mode: string) => [
    ...["--volume", `${certificates}:/etc/nginx/certs:ro`, "--volume", `${webroot}:/usr/share/nginx/html:ro`],
    ...[
      "--volume",
      `${vhosts}:/etc/nginx/vhost.d:ro`,
      "--volume",
      `${configuration}:/etc/nginx/conf.d:${mode}`,
    ],
    ...["--volume", `${passwords}:/etc/nginx/htpasswd:ro`],
  ];
  const nginx = sandbox.start(
    "nginx",
    ...["--network", network, "--ip", `${prefix}.2`, "--restart", "always"],
    ...[
      "--label",
      "com.github.nginx-proxy.nginx-proxy.nginx=",
      "--label",
      "com.github.nginx-proxy.nginx=",
      ...mounts("ro"),
      ...["--ulimit", `nofile=${EDGE_FILES}:${EDGE_FILES}`, images.nginx, ...EDGE_COMMAND],
    ],
  );
  const socket = sandbox.volume("socket");
  const filter = startFilter(sandbox, socket);
  const generator = sandbox.start(
    "generator",
    ...[
      "--network",
      "none",
      "--restart",
      "always",
      "--stop-signal",
      "SIGTERM",
      ...filtered(socket),
      ...mounts("rw"),
      "--label",
      "com.github.nginx-proxy.docker-gen=1",
    ],
    ...[
      "--env",
      `DOCKER_CONTAINER_FILTERS=${sandbox.filter}`,
      ...settings.flatMap((setting) => ["--env", setting]),
      images.generator,
    ],
  );
  return {
    sandbox,
    network,
    prefix,
    certificates,
    webroot,
    configuration,
    vhosts,
    passwords,
    nginx,
    filter,
    generator,
    socket,
    address: `${prefix}.2`,
  };
}

/** What a container needs to ask the engine through the filter. */
function filtered(socket: string): string[] {
  return [
    "--volume",
    `${socket}:${FILTERED_SOCKET.folder}:ro`,
    "--env",
    `DOCKER_HOST=${FILTERED_SOCKET.host}`,
  ];
}

/** Starts the socket filter as the program does. */
function startFilter(sandbox: Sandbox, socket: string): string {
  const rights = ["--cap-drop", "ALL", "--cap-add", "SETGID", "--cap-add", "SETUID", "--read-only"];
  return sandbox.start(
    "filter",
    ...["--network", "none", "--restart", "unless-stopped", "--security-opt", "no-new-privileges"],
    ...[...rights, "--volume", "/var/run/docker.sock:/var/run/docker.sock:ro"],
    ...["--volume", `${socket}:${FILTERED_SOCKET.folder}`],
    ...["--env", `EDGE_LABEL=${sandbox.filter.replace("label=", "")}`],
    ...["--env", `SIGNALLED=${sandbox.name}-nginx,${sandbox.name}-generator`, images.filter],
  );
}

/** Starts a backend on port 8000 whose answers carry `name`. @returns the container's name */
export function startBackend(
  edge: Edge,
  name: string,
  network: string,
  settings: string[],
  ...options: string[]
): string {
  const environment = [`NAME=${name}`, "VIRTUAL_PORT=8000", ...settings].flatMap((setting) => [
    "--env",
    setting,
  ]);
  return edge.sandbox.start(
    name,
    "--network",
    network,
    ...environment,
    ...options,
    images.node,
    "--eval",
    backend,
  );
}

/** A second name of pebble, by which the companion takes it for an authority to try things with (contract A6). */
export const STAGING_AUTHORITY = "https://acme-staging:14000/dir";

/** Starts pebble, its DNS (every name is nginx) and the companion. @returns their names and the way to pebble's root */
export function startAuthority(edge: Edge, settings: string[]) {
  const { sandbox, network, prefix } = edge;
  const host = `${sandbox.name}-pebble`;
  const folder = sandbox.folder;
  const openssl = (...args: string[]) =>
    docker(
      "run",
      "--rm",
      "--volume",
      `${folder}:/pki`,
      "--workdir",
      "/pki",
      "--entrypoint",
      "openssl",
      images.companion,
      ...args,
    );
  openssl(
    ...[
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "key.pem",
      "-out",
      "cert.pem",
    ],
    ...["-days", "2", "-subj", "/CN=pebble", "-addext", `subjectAltName=DNS:${host},DNS:acme-staging`],
  );
  const pebble = {
    listenAddress: "0.0.0.0:14000",
    managementListenAddress: "0.0.0.0:15000",
    certificate: "/pki/cert.pem",
    privateKey: "/pki/key.pem",
    httpPort: 80,
    tlsPort: 443,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
    retryAfter: { authz: 1, order: 1 },
  };
  sandbox.file("pebble.json", JSON.stringify({ pebble }));
  sandbox.start(
    "dns",
    ...[
      "--network",
      network,
      "--ip",
      `${prefix}.53`,
      images.challtestsrv,
      "-defaultIPv4",
      edge.address,
      "-defaultIPv6",
      "",
    ],
    ...[
      "-dnsserver",
      ":8053",
      "-http01",
      "",
      "-https01",
      "",
      "-tlsalpn01",
      "",
      "-doh",
      "",
      "-management",
      ":8055",
    ],
  );
  const authority = sandbox.start(
    "pebble",
    ...[
      "--network",
      network,
      "--network-alias",
      "acme-staging",
      "--env",
      "PEBBLE_VA_NOSLEEP=1",
      "--env",
      "PEBBLE_WFE_NONCEREJECT=0",
      "--volume",
      `${folder}:/pki:ro`,
    ],
    ...[images.pebble, "-config", "/pki/pebble.json", "-dnsserver", `${prefix}.53:8053`],
  );
  const companion = startCompanion(edge, host, sandbox.volume("acme"), settings);
  return { authority, companion, host, dns: `${prefix}.53`, address: addressOf(authority) };
}

export function startCompanion(
  edge: Edge,
  authority: string,
  accounts: string,
  settings: string[],
  name = "companion",
): string {
  const { sandbox } = edge;
  return sandbox.start(
    name,
    ...[
      "--network",
      edge.network,
      ...filtered(edge.socket),
      "--volume",
      `${sandbox.folder}/cert.pem:/pki/ca.crt:ro`,
    ],
    ...[
      "--volume",
      `${edge.certificates}:/etc/nginx/certs`,
      "--volume",
      `${edge.webroot}:/usr/share/nginx/html`,
    ],
    ...[
      "--volume",
      `${accounts}:/etc/acme.sh`,
      "--env",
      `ACME_CA_URI=https://${authority}:14000/dir`,
      "--env",
      "CA_BUNDLE=/pki/ca.crt",
    ],
    ...["--env", "DEFAULT_EMAIL=operator@chalan.test", "--env", `DOCKER_CONTAINER_FILTERS=${sandbox.filter}`],
    ...settings.flatMap((setting) => ["--env", setting]),
    images.companion,
  );
}
