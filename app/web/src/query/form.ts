import { computed, reactive, shallowRef } from "vue";
import type { ApiFailure } from "../api/http.ts";
import type { Versioned } from "../api/resource.ts";
import { type Notice, useNotices } from "../stores/notices.ts";
import { fieldErrors } from "../texts/failure-text.ts";
import { useChange } from "./change.ts";
import { isSame } from "./differences.ts";

/** What fields are called. */
type LabelsOf<Fields> = Readonly<Partial<Record<keyof Fields & string, string>>>;

interface FormOptions<
  Row extends Versioned,
  Fields extends object,
  Input,
  Answer,
  Labels extends LabelsOf<Fields>,
> {
  /** What is changed; undefined: a new one. */
  readonly row: Row | undefined;
  /** Fills the fields; called again with the current row when a conflict is resolved in its favour. */
  toFields(row: Row | undefined): Fields;
  /** Called with fields that the rules of the form have let through. */
  toInput(fields: Fields, before: NoInfer<Row> | undefined): Input;
  /** @param key the same for every try to create this one. @throws ApiFailure */
  save(input: Input, before: NoInfer<Row> | undefined, key: string): Promise<Answer>;
  /** Names of the resources that are read again afterwards. */
  readonly affects: readonly string[];
  /** In their order; fields without one are not compared when somebody else was faster. */
  labels(): Labels;
  /** What is told when it is saved; the form closes then. */
  done(answer: Answer): Pick<Notice, "text" | "action">;
  close(): void;
}

/** A form's fields, and what becomes of saving them; FormDialog shows it. */
export function useForm<
  Row extends Versioned,
  Fields extends object,
  Input,
  Answer,
  Labels extends LabelsOf<Fields>,
>(options: FormOptions<Row, Fields, Input, Answer, Labels>) {
  const notices = useNotices();
  const before = shallowRef(options.row);
  const fields = reactive(options.toFields(options.row)) as Fields;
  /** One for all tries: what was made, but whose answer got lost, is not made twice. */
  const key = crypto.randomUUID();
  /** The row as somebody else has saved it in the meantime. */
  const theirs = shallowRef<Row>();

  const change = useChange<Input, Answer>({
    send: (input) => options.save(input, before.value, key),
    affects: options.affects,
    done(answer) {
      notices.show({ tone: "done", ...options.done(answer) });
      options.close();
    },
    failed: ({ reason, problem }) => {
      // A conflict's answer holds the whole row.
      if (reason === "conflict") theirs.value = problem?.current as Row;
    },
  });
  const submit = () => change.mutate(options.toInput(fields, before.value));
  const labels = computed(options.labels);
  /** What the server finds wrong, by field. */
  const errors = computed(() => fieldErrors(change.error.value));

  return reactive({
    fields,
    before,
    submit,
    labels,
    errors,
    isSaving: change.isPending,
    failure: computed<ApiFailure | undefined>(() => change.error.value ?? undefined),
    /** Something has been written that is not saved. */
    isDirty: computed(() => !isSame(fields, options.toFields(before.value))),
    close: options.close,
    /** `v-bind`s a field of the kit to one of these, with its name and what the server finds wrong with it. */
    field: <Name extends keyof Fields & keyof Labels & string>(name: Name) => ({
      modelValue: fields[name],
      "onUpdate:modelValue": (value: Fields[Name]) => {
        fields[name] = value;
      },
      label: labels.value[name],
      errorMessages: errors.value[name],
    }),
    /** The fields as they would be with the other version; undefined: no conflict. */
    theirFields: computed(() => (theirs.value === undefined ? undefined : options.toFields(theirs.value))),
    /** Saves the fields over the other version. */
    keepMine(): void {
      before.value = theirs.value;
      theirs.value = undefined;
      submit();
    },
    takeTheirs(): void {
      before.value = theirs.value;
      Object.assign(fields, options.toFields(theirs.value));
      theirs.value = undefined;
      change.reset();
    },
  });
}

/** What FormDialog needs of it. */
export interface FormState {
  readonly fields: object;
  readonly labels: Readonly<Partial<Record<string, string>>>;
  readonly theirFields: object | undefined;
  readonly failure: ApiFailure | undefined;
  readonly isSaving: boolean;
  readonly isDirty: boolean;
  submit(): void;
  close(): void;
  keepMine(): void;
  takeTheirs(): void;
}
