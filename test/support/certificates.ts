/** Certificates for tests, made by openssl: a root, an intermediate and leaves of any names and dates. */
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dayMilliseconds = 86_400_000;

export interface Leaf {
  readonly certificate: string;
  readonly key: string;
  /** As node:tls shows it. */
  readonly serial: string;
}

/** An authority in a folder of its own. */
export class TestAuthority implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "tmp-certificates-"));
  readonly root: string;
  readonly intermediate: string;

  constructor() {
    this.#openssl("req", "-x509", ...key("root"), "-days", "3650", "-subj", "/CN=Test root");
    this.root = this.#read("root.pem");
    this.intermediate = this.#issue("intermediate", "root", "basicConstraints=critical,CA:TRUE", 0, 1000);
  }

  /** @param days when it begins and ends, in days from now @param bits of an RSA key instead of one on P-256 */
  leaf(names: readonly string[], { from = -1, to = 90, bits = 0 } = {}): Leaf {
    const extension = `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`;
    const certificate = this.#issue("leaf", "intermediate", extension, from, to, bits);
    const { serialNumber: serial } = new X509Certificate(certificate);
    return { certificate, key: this.#read("leaf-key.pem"), serial };
  }

  /** The same key under a passphrase. */
  encrypted(leaf: Leaf): string {
    writeFileSync(join(this.#folder, "plain.pem"), leaf.key);
    return this.#openssl("pkey", "-in", "plain.pem", "-aes256", "-passout", "pass:sentinel");
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }

  #issue(name: string, issuer: string, extension: string, from: number, to: number, bits = 0): string {
    this.#openssl("req", ...key(name, bits), "-subj", `/CN=Test ${name}`);
    writeFileSync(join(this.#folder, "extensions"), `[all]\n${extension}\n`);
    writeFileSync(join(this.#folder, "index"), "");
    writeFileSync(
      join(this.#folder, "ca.conf"),
      "[ca]\ndatabase=index\nrand_serial=yes\npolicy=any\n[any]\ncommonName=supplied\n",
    );
    this.#openssl(
      ...["ca", "-batch", "-notext", "-config", "ca.conf", "-name", "ca", "-md", "sha256", "-outdir", "."],
      ...[
        "-cert",
        `${issuer}.pem`,
        "-keyfile",
        `${issuer}-key.pem`,
        "-in",
        `${name}.csr`,
        "-out",
        `${name}.pem`,
      ],
      ...["-extfile", "extensions", "-extensions", "all", "-startdate", moment(from), "-enddate", moment(to)],
    );
    return this.#read(`${name}.pem`);
  }

  #read(file: string): string {
    return readFileSync(join(this.#folder, file), "utf8");
  }

  #openssl(...args: string[]): string {
    return execFileSync("openssl", args, {
      cwd: this.#folder,
      encoding: "utf8",
      stdio: "pipe",
      timeout: 120_000,
    });
  }
}

function key(name: string, bits = 0): string[] {
  const algorithm = bits > 0 ? [`rsa:${bits}`] : ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  const output = name === "root" ? `${name}.pem` : `${name}.csr`;
  return ["-newkey", ...algorithm, "-nodes", "-keyout", `${name}-key.pem`, "-out", output];
}

/** `YYYYMMDDHHMMSSZ`, so many days from now. */
const moment = (days: number): string =>
  `${new Date(Date.now() + days * dayMilliseconds).toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`;
