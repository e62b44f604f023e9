/**
 * The certificates of a stack: list (default), check, hold, note, renew. Each of them remembers what it saw.
 * Usage: node bin/lib/certificates.ts <list | check | hold | note | renew> <stack> [--json] [name…]
 */
import { join } from "node:path";
import { formatProblem, UserError } from "../../tenants/errors.ts";
import { sameNameFault } from "./certificates/budget.ts";
import { type Check, checkNames, type NameFinding } from "./certificates/check.ts";
import { writeHeld } from "./certificates/held.ts";
import { countOf } from "./certificates/journal.ts";
import { changes, renewDue, renewName } from "./certificates/renew.ts";
import { lookAround } from "./certificates/seen.ts";
import { type CertificateStack, readCertificateStack } from "./certificates/stack.ts";
import { exitCodeOf, type Status, statusOf } from "./certificates/state.ts";
import { columns } from "./table.ts";

const ROOT = join(import.meta.dirname, "../..");
const COULD_NOT_LOOK = 2;
const RENEW_MILLISECONDS = 180_000;

async function look(stack: CertificateStack): Promise<Status[]> {
  const now = new Date();
  const { looks } = await lookAround(stack, ROOT, now);
  return stack.names.flatMap(({ name, tenant }) => {
    const seen = looks.get(name);
    return seen ? [statusOf(name, tenant, seen, now)] : [];
  });
}

async function list(stack: CertificateStack, json: boolean): Promise<number> {
  const certificates = await look(stack);
  const code = exitCodeOf(certificates);
  console.log(
    json ? JSON.stringify({ stack: stack.stack, alarm: code !== 0, certificates }) : table(certificates),
  );
  return code;
}

function table(certificates: readonly Status[]): string {
  return columns([
    ["NAME", "TENANT", "STATE", "DAYS", "UNTIL", "ISSUER", ""],
    ...certificates.map(({ name, tenant, state, daysLeft, notAfter, issuer, detail }) => [
      ...[name, tenant, state, String(daysLeft ?? ""), notAfter?.slice(0, 10) ?? "", issuer ?? "", detail],
    ]),
  ]);
}

const lines = ({ name, faults, held }: NameFinding): string[] =>
  faults.map(({ rule, remedy }) =>
    formatProblem(name, { path: held ? "(held back)" : "", line: 0, column: 0, rule, remedy }),
  );

function say({ findings, notes }: Check): void {
  for (const line of [...findings.flatMap(lines), ...notes]) console.log(line);
}

async function ask(stack: CertificateStack): Promise<Check> {
  const now = new Date();
  const { looks, journal } = await lookAround(stack, ROOT, now);
  return checkNames(stack, looks, journal, now);
}

async function check(stack: CertificateStack, json: boolean): Promise<number> {
  const result = await ask(stack);
  if (json) console.log(JSON.stringify({ stack: stack.stack, ...result }));
  else if (result.findings.length + result.notes.length === 0)
    console.log(`Nothing speaks against a certificate for any of ${stack.names.length} names.`);
  else say(result);
  return result.findings.length > 0 ? 1 : 0;
}

/** For bin/up and bin/preview: what the program is not to ask for goes to a file, why goes to the screen. */
async function hold(stack: CertificateStack): Promise<number> {
  const result = await ask(stack);
  const held = result.findings.filter((finding) => finding.held).map(({ name }) => name);
  writeHeld(join(ROOT, ".state", stack.stack, "held-names.json"), held);
  say(result);
  return 0;
}

/** @returns what speaks against one more certificate for each of the names that have had too many this week */
async function spentNames(stack: CertificateStack, names: readonly string[]): Promise<string[]> {
  const now = new Date();
  const { journal } = await lookAround(stack, ROOT, now);
  return names.flatMap((name) => {
    const fault = sameNameFault(countOf(journal, name, now));
    return fault ? [formatProblem(name, { path: "", line: 0, column: 0, ...fault })] : [];
  });
}

async function renew(stack: CertificateStack, json: boolean, names: readonly string[]): Promise<number> {
  const strangers = names.filter(
    (name) => !stack.names.some((known) => known.name === name && known.automatic),
  );
  if (strangers.length > 0) {
    console.error(
      `${stack.stack} gets no certificate for ${strangers.join(", ")}: bin/certificates ${stack.stack} lists its names.`,
    );
    return COULD_NOT_LOOK;
  }
  const spent = await spentNames(stack, names);
  if (spent.length > 0) {
    console.error(spent.join("\n"));
    return COULD_NOT_LOOK;
  }
  for (const name of names)
    if (!(await renewName(stack, name, RENEW_MILLISECONDS)))
      console.error(
        `${name} has no new certificate; the old one stays. \`bin/certificates check ${stack.stack}\` may say why.`,
      );
  if (names.length === 0) {
    await renewDue(stack);
    await changes(async () => exitCodeOf(await look(stack)) === 0, RENEW_MILLISECONDS);
  }
  return list(stack, json);
}

const [verb = "", name = "", ...rest] = process.argv.slice(2);
const json = rest.includes("--json");
try {
  const stack = readCertificateStack(ROOT, name);
  const verbs: Record<string, () => Promise<number>> = {
    list: () => list(stack, json),
    check: () => check(stack, json),
    hold: () => hold(stack),
    note: () => lookAround(stack, ROOT, new Date()).then(() => 0),
    renew: () =>
      renew(
        stack,
        json,
        rest.filter((word) => !word.startsWith("--")),
      ),
  };
  process.exitCode = (await verbs[verb]?.()) ?? COULD_NOT_LOOK;
} catch (error) {
  // Only the operator's mistakes and what docker says; never a stack trace.
  console.error(error instanceof UserError || error instanceof Error ? error.message : error);
  process.exitCode = COULD_NOT_LOOK;
}
