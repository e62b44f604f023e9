/** Makes the companion try now, instead of at its next look. */
import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { lookAt } from "./handshake.ts";
import type { CertificateStack } from "./stack.ts";

const run = promisify(execFile);
const DOCKER_MILLISECONDS = 30_000;
/** A pass of the companion over many names takes long: 7 to 8 s each (knowledge of the stock image, measured). */
const SIGNAL_MILLISECONDS = 600_000;
const PAUSE_MILLISECONDS = 500;

/** The companion knows no other way to renew one name before its time than not to know its certificate. What is served stays served. */
const SET_ASIDE = `for folder in /etc/acme.sh/*/"$1" /etc/acme.sh/*/"$1"_ecc; do
  [ ! -d "$folder" ] || { rm -rf "$folder.before"; mv "$folder" "$folder.before"; }
done`;
/** Without a new certificate the old one comes back: its renewal date keeps the companion from asking every hour. */
const SETTLE = `for before in /etc/acme.sh/*/"$1".before /etc/acme.sh/*/"$1"_ecc.before; do
  [ -d "$before" ] || continue
  folder=\${before%.before}
  if [ -s "$folder/fullchain.cer" ]; then rm -rf "$before"; else rm -rf "$folder"; mv "$before" "$folder"; fi
done`;

/** The companion of the edge. @throws when it does not run */
async function companionOf({ network, stack }: CertificateStack): Promise<string> {
  const filters = [`label=chalan.edge=${network}`, "label=chalan.role=companion"].flatMap((filter) => [
    "--filter",
    filter,
  ]);
  const { stdout } = await run("docker", ["ps", "--quiet", ...filters], { timeout: DOCKER_MILLISECONDS });
  const [id = ""] = stdout.trim().split("\n");
  if (id === "")
    throw new Error(
      `No companion runs on the edge ${network}: run bin/up ${stack}, or bin/up of the stack that owns the edge.`,
    );
  return id;
}

const shell = (id: string, script: string, name: string) =>
  run("docker", ["exec", id, "sh", "-euc", script, "sh", name], { timeout: DOCKER_MILLISECONDS });
const signal = (id: string) =>
  run("docker", ["exec", id, "/app/signal_le_service"], { timeout: SIGNAL_MILLISECONDS });

/** Asks for every certificate that is missing or due. */
export async function renewDue(stack: CertificateStack): Promise<void> {
  await signal(await companionOf(stack));
}

/**
 * Gets a new certificate for one name, whatever the old one's date. It counts: Let's Encrypt gives five of the same name in a week.
 *
 * @param patience milliseconds until it has to be served
 * @returns whether another certificate is served than before
 */
export async function renewName(stack: CertificateStack, name: string, patience: number): Promise<boolean> {
  const id = await companionOf(stack);
  const before = await serialOf(stack, name);
  await shell(id, SET_ASIDE, name);
  try {
    await signal(id);
    return await changes(async () => {
      const serial = await serialOf(stack, name);
      return serial !== undefined && serial !== before;
    }, patience);
  } finally {
    await shell(id, SETTLE, name);
  }
}

async function serialOf({ edge }: CertificateStack, name: string): Promise<string | undefined> {
  const look = await lookAt(name, edge);
  return look.kind === "served" ? look.certificate.serialNumber : undefined;
}

/** Asks until the answer is yes, or `patience` milliseconds are over. */
export async function changes(question: () => Promise<boolean>, patience: number): Promise<boolean> {
  const end = Date.now() + patience;
  for (;;) {
    if (await question()) return true;
    if (Date.now() + PAUSE_MILLISECONDS > end) return false;
    await sleep(PAUSE_MILLISECONDS);
  }
}
