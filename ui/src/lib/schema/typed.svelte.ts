import { fieldsOf, filled, split, type FieldSpec, type Values } from "./form";
import { validateFields, type FieldErrors } from "./validate";

const fresh = (spec: FieldSpec): string => (spec.generated ? crypto.randomUUID() : spec.initial);

/** What is typed into the fields of a schema, and what is wrong with it: it outlives every failed try. */
export class Typed {
  values = $state<Values>({});
  errors = $state<FieldErrors>({});
  readonly specs: FieldSpec[];

  constructor(
    readonly schema: unknown,
    wanted: (spec: FieldSpec) => boolean = () => true,
    start?: Values,
  ) {
    this.specs = fieldsOf(schema).filter(wanted);
    this.values = Object.fromEntries(
      this.specs.map((spec) => [spec.id, start ? (start[spec.id] ?? spec.initial) : fresh(spec)]),
    );
  }

  /** True when all is well; else every problem is at its field. */
  validate(): boolean {
    this.errors = this.check();
    return Object.keys(this.errors).length === 0;
  }

  /** Takes away the complaint about a field once it holds something good; never adds one while typing. */
  recheck(id: string): void {
    if (!this.errors[id]) return;
    const now = this.check()[id];
    const errors = { ...this.errors };
    if (now) errors[id] = now;
    else delete errors[id];
    this.errors = errors;
  }

  /** Says at a field what no schema can know, such as a file that could not be read. */
  complain(id: string, text: string): void {
    this.errors = { ...this.errors, [id]: text };
  }

  credential(): { fields: Values; secrets: Values } {
    return split(this.specs, this.values);
  }

  /** Forgets the secrets that were typed. */
  wipe(): void {
    for (const spec of this.specs) if (spec.secret) this.values[spec.id] = "";
  }

  protected check(): FieldErrors {
    return validateFields(this.schema, this.specs, this.values);
  }

  protected filled(): Values {
    return filled(this.values);
  }
}
