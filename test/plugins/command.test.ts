/** What the program relies on in command.local.Command; numbers as in the contract's list. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { local } from "@pulumi/command";
import { type CustomResourceOptions, secret } from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Resource, type Run, TestStack } from "./support/stack.ts";

const password = "correct-horse-battery";

let stack: TestStack;
const path = (name: string) => join(stack.folder, name);
/** The lines that commands have written since the last call. */
function journal(): string[] {
  const lines = existsSync(path("journal")) ? readFileSync(path("journal"), "utf8").split("\n") : [];
  writeFileSync(path("journal"), "");
  return lines.filter(Boolean).sort();
}

/** The program; each test changes one thing of it. */
interface Settings {
  readonly value: string;
  readonly trigger: string;
  readonly updateFails?: boolean;
  readonly addedDelete?: string;
  readonly broken?: boolean;
  readonly stubborn?: { readonly trigger: string; readonly delete: string };
}

const program = (settings: Settings) => () => {
  const command = (name: string, inputs: local.CommandArgs, options?: CustomResourceOptions) =>
    new local.Command(name, inputs, options);
  command("main", {
    create: 'echo "create $VALUE" >>journal; printf "first\\n\\n"; echo problem >&2',
    update: `echo "update $VALUE after [$PULUMI_COMMAND_STDOUT] [$PULUMI_COMMAND_STDERR]" >>journal; echo second
      ${settings.updateFails ? "echo half-done; echo why >&2; exit 3" : ""}`,
    delete: 'echo "delete $VALUE after [$PULUMI_COMMAND_STDOUT]" >>journal',
    environment: { VALUE: settings.value },
    triggers: [settings.trigger],
  });
  command("createOnly", {
    create: 'echo "createOnly [$PULUMI_COMMAND_STDOUT]" >>journal; echo said',
    addPreviousOutputInEnv: false,
    ...(settings.addedDelete === undefined ? {} : { delete: settings.addedDelete }),
  });
  command("shell", { create: "pwd; echo $0 $HOME" });
  command("fed", { create: "cat; pwd", stdin: "fed\n", dir: "/" });
  command("interpreted", { create: "ignored", interpreter: ["printf", "%s|%s", "one"] });
  command("silent", { create: "echo unheard", logging: "none" });
  const keys = { environment: { KEY: secret(password) }, create: "printenv KEY", logging: "none" } as const;
  command("leaking", { ...keys, create: "printenv KEY | wc -c" });
  command("sealed", keys, { additionalSecretOutputs: ["stdout", "stderr"] });
  if (settings.broken) command("broken", { create: "echo out; echo err >&2; exit 4", logging: "none" });
  if (settings.stubborn) {
    const { trigger, delete: text } = settings.stubborn;
    command("stubborn", { create: "echo stubborn >>journal", delete: text, triggers: [trigger] });
  }
};

beforeAll(async () => {
  stack = await TestStack.create("command");
});
afterAll(() => stack[Symbol.asyncDispose]());

describe("a new command", () => {
  let created: Run;
  let main: Resource;
  beforeAll(async () => {
    await stack.preview(program({ value: "1", trigger: "a" }));
    expect(journal(), "11: a preview runs nothing").toEqual([]);
    created = await stack.up(program({ value: "1", trigger: "a" }));
    main = stack.resource("main");
  });

  it("runs create once (2)", () => {
    expect(created.failed, created.output).toBe(false);
    expect(journal()).toEqual(["create 1", "createOnly []"]);
  });
  it("has an id of its name and 8 hexadecimal digits (1)", () => {
    expect(main.id).toMatch(/^main[0-9a-f]{8}$/);
  });
  it("keeps its output but for one trailing newline (6)", () => {
    expect(main.outputs).toMatchObject({ stdout: "first\n", stderr: "problem" });
  });
  it("runs in /bin/sh, in the program's folder, with the whole environment (5)", async () => {
    const { outputs } = stack.resource("shell");
    expect(outputs?.stdout).toBe(`${stack.folder}\n/bin/sh ${process.env.HOME}`);
  });
  it("obeys stdin, dir and interpreter (5)", async () => {
    expect(stack.resource("fed").outputs?.stdout).toBe("fed\n/");
    expect(stack.resource("interpreted").outputs?.stdout).toBe("one|ignored");
  });
  it("shows its lines while it runs, but keeps none as diagnostics (7)", () => {
    expect(created.output).toContain("problem");
    expect(created.diagnostics).not.toContain("problem");
  });
  it("shows nothing with logging none (7)", () => {
    expect(created.output).not.toContain("unheard");
  });
  it("keeps a secret of its environment encrypted, and its output only where that is asked for (9)", async () => {
    const { text } = stack.state();
    expect(text).not.toContain(password);
    expect(stack.resource("leaking").outputs?.stdout).toBe(String(password.length + 1));
    expect(stack.resource("sealed").outputs?.stdout).toHaveProperty("ciphertext");
    expect(created.output).not.toContain(password);
  });
});

describe("a changed command", () => {
  it("is updated in place, with what it printed before in its environment (1, 2, 4)", async () => {
    const before = stack.resource("main");
    const run = await stack.up(program({ value: "2", trigger: "a" }));
    expect(run.changes).toEqual({ update: 1 });
    expect(journal()).toEqual(["update 2 after [first", "] [problem]"].sort());
    const after = stack.resource("main");
    expect(after.id).toBe(before.id);
    expect(after.outputs).toMatchObject({ stdout: "second", stderr: "" });
  });
  it("runs create again where it has no update, even if only delete is new (2, 4)", async () => {
    const run = await stack.up(program({ value: "2", trigger: "a", addedDelete: "true" }));
    expect(run.changes).toEqual({ update: 1 });
    expect(journal()).toEqual(["createOnly []"]);
  });
  it("is replaced when a trigger changes: new create, then the old delete with the old environment (3)", async () => {
    const run = await stack.up(program({ value: "3", trigger: "b", addedDelete: "true" }));
    expect(run.changes).toEqual({ replace: 1 });
    const lines = readFileSync(path("journal"), "utf8");
    expect(lines).toBe("create 3\ndelete 2 after [second]\n");
    journal();
  });
  it("is not touched by a refresh (12)", async () => {
    const run = await stack.refresh();
    expect(run.changes).toEqual({});
    expect(journal()).toEqual([]);
  });
});

describe("a command that fails", () => {
  it("says its text and all it printed, and leaves the state as it was (8)", async () => {
    const run = await stack.up(
      program({ value: "4", trigger: "b", addedDelete: "true", updateFails: true, broken: true }),
    );
    expect(run.failed).toBe(true);
    expect(run.diagnostics).toContain("exit status 3: running");
    expect(run.diagnostics).toContain("half-done\n");
    expect(run.diagnostics).toContain("why\n");
    expect(run.diagnostics).toContain('exit status 4: running "echo out; echo err >&2; exit 4":');
    expect(run.diagnostics, "also with logging none").toMatch(/^out\n/m);
    const main = stack.resource("main");
    expect(main.inputs).toMatchObject({ environment: { VALUE: "3" } });
    expect(main.outputs).toMatchObject({ stdout: "first\n" });
    expect(() => stack.resource("broken")).toThrow("no resource");
    journal();
  });
  it("is tried again by the next up (8)", async () => {
    const run = await stack.up(program({ value: "4", trigger: "b", addedDelete: "true" }));
    expect(run.failed, run.output).toBe(false);
    expect(journal()).toContain("update 4 after [first");
  });
  it("keeps the old text of a failed delete, until that succeeds (10)", async () => {
    const settings = { value: "4", trigger: "b", addedDelete: "true" };
    const refuses = { trigger: "old", delete: "test -e allowed || exit 5" };
    await stack.up(program({ ...settings, stubborn: refuses }));
    const replaced = await stack.up(program({ ...settings, stubborn: { trigger: "new", delete: "true" } }));
    expect(replaced.failed).toBe(true);
    expect(replaced.diagnostics).toContain("exit status 5");
    const { resources } = stack.state();
    expect(
      resources.filter(({ urn }) => urn.endsWith("::stubborn")).map((resource) => resource.delete),
    ).toEqual([undefined, true]);
    writeFileSync(path("allowed"), "");
    const retried = await stack.up(program({ ...settings, stubborn: { trigger: "new", delete: "true" } }));
    expect(retried.failed, retried.output).toBe(false);
    const left = stack.state().resources.filter(({ urn }) => urn.endsWith("::stubborn"));
    expect(left.map((resource) => resource.delete)).toEqual([undefined]);
  });
  it("and the others are deleted with their delete (3)", async () => {
    journal();
    const run = await stack.destroy();
    expect(run.failed, run.output).toBe(false);
    expect(journal()).toContain("delete 4 after [second]");
  });
});
