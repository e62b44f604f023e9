/** Tenant file -> tenants, or one UserError with everything that is wrong with it. */
import { readFileSync, statSync } from "node:fs";
import { readYaml, type Source } from "./document.ts";
import { type Finding, formatPath, UserError } from "./errors.ts";
import { findingsOf } from "./issues.ts";
import type { Fault } from "./naming.ts";
import { crossFindings, type Surroundings } from "./rules.ts";
import { resolveTenant, type Tenant, TenantFileSchema } from "./schema.ts";

/** Far above 1,000 tenants at some 200 bytes each, far below what would hurt. */
const MAX_BYTES = 256 * 1024;

const UNREADABLE: Readonly<Record<string, Fault>> = {
  ENOENT: { rule: "the file does not exist", remedy: "Create it, or check the name of the stack." },
  EACCES: { rule: "the file may not be read by this user", remedy: "Give yourself the right to read it." },
  EPERM: { rule: "the file may not be read by this user", remedy: "Give yourself the right to read it." },
  ELOOP: { rule: "the path is a loop of links", remedy: "Put the file itself there." },
  ENOTDIR: { rule: "a part of the path is not a folder", remedy: "Check the path." },
};

function readBytes(file: string): Buffer {
  const fail = (rule: string, remedy: string): never => {
    throw new UserError(file, [{ path: "", line: 0, column: 0, rule, remedy }]);
  };
  try {
    const status = statSync(file);
    if (!status.isFile()) return fail("this is not a file", "Put a YAML file there.");
    if (status.size > MAX_BYTES)
      return fail(`the file is larger than ${MAX_BYTES / 1024} KiB`, "Take out what is not about tenants.");
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    const fault = UNREADABLE[code] ?? {
      rule: `the file cannot be read (${code})`,
      remedy: "Check the file and its disk.",
    };
    return fail(fault.rule, fault.remedy);
  }
}

/**
 * Reads a YAML file that a person wrote.
 * @throws UserError if it is not a file of at most 256 KiB of UTF-8 without a byte order mark
 */
export function readSource(file: string): Source {
  const bytes = readBytes(file);
  const fail = (rule: string, remedy: string, offset = 0): never => {
    const before = bytes.subarray(0, offset).toString("utf8").split("\n");
    throw new UserError(file, [
      { path: "", line: before.length, column: (before.at(-1)?.length ?? 0) + 1, rule, remedy },
    ]);
  };
  const saveAs = "Save it as UTF-8 without a byte order mark.";
  if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))
    return fail("the file starts with a byte order mark", saveAs);
  const text = bytes.toString("utf8");
  // Decoding writes U+FFFD for what is not UTF-8, so encoding gives other bytes; the first difference is the place.
  const again = Buffer.from(text);
  if (!again.equals(bytes))
    return fail(
      "the file is not UTF-8",
      saveAs,
      again.findIndex((byte, index) => byte !== bytes[index]),
    );
  return readYaml(text, formatPath);
}

/** @throws UserError with the source's problems and these findings, if there are any */
export function refuse(file: string, source: Source, findings: readonly Finding[]): void {
  const problems = [...source.problems, ...findings.map(source.place)];
  if (problems.length > 0) throw new UserError(file, problems);
}

/**
 * Loads the tenants of a stack.
 * @param file path of the tenant file, as the messages shall show it
 * @param surroundings share of the host, networks and neighbours; what is left out is not checked
 * @returns the tenants in the order of the file, all rules kept
 * @throws UserError with every problem, each with line, rule and remedy
 */
export function loadTenants(file: string, surroundings: Surroundings = {}): Tenant[] {
  const source = readSource(file);
  if (source.data === undefined) refuse(file, source, []);
  const list = Object(source.data).tenants;
  const describe = (path: Finding["path"]) => {
    const { line } = source.place({ path, rule: "", remedy: "" });
    return `${formatPath(path)} on line ${line}`;
  };
  refuse(file, source, [
    ...findingsOf(TenantFileSchema, source.data),
    ...(Array.isArray(list) ? crossFindings(list, surroundings, describe) : []),
  ]);
  return TenantFileSchema.parse(source.data).tenants.map(resolveTenant);
}
