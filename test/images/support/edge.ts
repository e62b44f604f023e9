/** The split edge in a sandbox: nginx without the socket, docker-gen, and backends that tell what they were sent. */
import { addressOf, docker, type Sandbox } from "./sandbox.ts";

export const images = {
  nginx: "nginx:1.30.4-alpine",
  generator: "nginxproxy/nginx-proxy:1.11.6-dockergen",
  companion: "nginxproxy/acme-companion:2.8.2",
  node: "node:24.19.0-slim",
  pebble: "ghcr.io/letsencrypt/pebble:2.10.1",
  challtestsrv: "ghcr.io/letsencrypt/pebble-challtestsrv:2.10.1",
};

const socket = "/var/run/docker.sock";

/** Answers with its own name and the request's headers as JSON. */
const backend = `require("http").createServer((q, s) => s.end(JSON.stringify({ name: process.env.NAME, url: q.url, headers: q.headers })))
  .listen(8000); process.on("SIGTERM", () => process.exit());`;

export interface Edge {
  readonly sandbox: Sandbox;
  readonly network: string;
  readonly prefix: string;
  readonly certificates: string;
  readonly webroot: string;
  readonly configuration: string;
  readonly vhosts: string;
  readonly nginx: string;
  readonly generator: string;
  /** Where nginx answers. */
  readonly address: string;
}

/** Starts nginx and docker-gen; `settings` are docker-gen's environment. */
export function startEdge(sandbox: Sandbox, settings: string[]): Edge {
  const { name: network, prefix } = sandbox.network("edge");
  const [certificates, webroot, configuration, vhosts] = ["certs", "html", "conf", "vhost"].map((name) =>
    sandbox.volume(name),
  ) as [string, string, string, string];
  const mounts = (mode: string) => [
    ...["--volume", `${certificates}:/etc/nginx/certs:ro`, "--volume", `${webroot}:/usr/share/nginx/html:ro`],
    ...[
      "--volume",
      `${vhosts}:/etc/nginx/vhost.d:ro`,
      "--volume",
      `${configuration}:/etc/nginx/conf.d:${mode}`,
    ],
  ];
  const nginx = sandbox.start(
    "nginx",
    ...["--network", network, "--ip", `${prefix}.2`, "--restart", "unless-stopped"],
    ...[
      "--label",
      "com.github.nginx-proxy.nginx-proxy.nginx=",
      "--label",
      "com.github.nginx-proxy.nginx=",
      ...mounts("ro"),
      images.nginx,
    ],
  );
  const generator = sandbox.start(
    "generator",
    ...[
      "--network",
      "none",
      "--volume",
      `${socket}:/tmp/docker.sock:ro`,
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
    nginx,
    generator,
    address: `${prefix}.2`,
  };
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
    ...["-days", "2", "-subj", "/CN=pebble", "-addext", `subjectAltName=DNS:${host}`],
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
      "--volume",
      `${socket}:/var/run/docker.sock:ro`,
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
