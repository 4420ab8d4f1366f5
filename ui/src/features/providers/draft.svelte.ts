import { m } from "$lib/i18n.svelte";
import type { AuthKind, Descriptor, Failure, NewProvider, SignInRequest } from "$lib/ipc";
import { endpointError } from "$lib/schema/endpoint";
import type { Values } from "$lib/schema/form";
import { Typed } from "$lib/schema/typed.svelte";
import type { FieldErrors } from "$lib/schema/validate";

export type Part = "name" | "endpoint" | "fields" | "secrets";
type Problem = { id: string; label: string; text: string };

type Start = { name: string; endpoint: string; values: Values };

/** What is typed into a provider form. Add, edit, rotate and sign in show different parts of it. */
export class Draft extends Typed {
  name = $state("");
  endpoint = $state("");
  #untouched: string;

  constructor(
    readonly cloud: Descriptor,
    readonly kind: AuthKind,
    readonly parts: Part[],
    start?: Start,
  ) {
    super(kind.schema, (spec) => parts.includes(spec.secret ? "secrets" : "fields"), start?.values);
    this.name = start?.name ?? "";
    this.endpoint = start?.endpoint ?? "";
    this.#untouched = this.#typed();
  }

  get dirty(): boolean {
    return this.#typed() !== this.#untouched;
  }

  has(part: Part): boolean {
    return this.parts.includes(part);
  }

  /** True when all is well; else every problem is at its field. A test needs no name. */
  override validate(withName = true): boolean {
    const errors = this.check();
    if (!withName) delete errors["name"];
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** A failure that names a field of this form is shown at that field too. */
  blame(failure: Failure): void {
    const field = failure.field ?? (failure.code === "name_taken" ? "name" : null);
    if (field && this.labelOf(field)) this.complain(field, failure.message);
  }

  labelOf(field: string): string | undefined {
    if (field === "name") return this.has("name") ? m.name() : undefined;
    if (field === "endpoint") return this.has("endpoint") ? this.cloud.endpoint.title : undefined;
    return this.specs.find((spec) => spec.id === field)?.title;
  }

  get problems(): Problem[] {
    const fields = this.specs.map((spec) => spec.id);
    const order = this.cloud.endpoint.required
      ? ["name", "endpoint", ...fields]
      : ["name", ...fields, "endpoint"];
    return order
      .filter((field) => this.errors[field])
      .map((field) => ({
        id: `field-${field}`,
        label: this.labelOf(field) ?? field,
        text: this.errors[field]!,
      }));
  }

  request(): NewProvider {
    return {
      cloud: this.cloud.id,
      auth: this.kind.id,
      name: this.name.trim(),
      endpoint: this.endpoint.trim() || null,
      ...this.credential(),
    };
  }

  /** The sign-in it describes. With what is kept of the connection, nothing is sent that was typed. */
  signIn(connection: string | null, kept = false): SignInRequest {
    return {
      peer: { kind: "cloud", cloud: this.cloud.id, auth: this.kind.id },
      endpoint: this.endpoint.trim() || null,
      ...(kept ? { fields: {}, secrets: {} } : this.credential()),
      scopes: [],
      way: null,
      connection,
    };
  }

  /**
   * What the redirect URI is asked for with. It does not depend on who signs in: what is needed and
   * still missing is stood in for by its example.
   */
  redirect(connection: string | null, kept: boolean): SignInRequest {
    const request = this.signIn(connection, kept);
    if (kept) return request;
    const wrong = super.check();
    for (const { id, required, secret, example } of this.specs) {
      if (required && wrong[id]) (secret ? request.secrets : request.fields)[id] = example || "to-be-given";
    }
    return request;
  }

  protected override check(): FieldErrors {
    const errors = super.check();
    if (this.has("name") && this.name.trim() === "") errors["name"] = m.field_required();
    const endpoint = this.has("endpoint") ? this.#endpointError() : null;
    if (endpoint) errors["endpoint"] = endpoint;
    return errors;
  }

  #endpointError(): string | null {
    const missing = this.cloud.endpoint.required && this.endpoint.trim() === "";
    return missing ? m.field_required() : endpointError(this.endpoint);
  }

  #typed(): string {
    return JSON.stringify([this.name.trim(), this.endpoint.trim(), this.filled()]);
  }
}
