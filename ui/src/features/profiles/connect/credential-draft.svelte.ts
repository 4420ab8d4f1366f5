import { m } from "$lib/i18n.svelte";
import type { Failure, ProfileCard } from "$lib/ipc";
import { Typed } from "$lib/schema/typed.svelte";
import type { FieldErrors } from "$lib/schema/validate";

/** A credential as typed for a profile, and the name its connection gets. */
export class CredentialDraft extends Typed {
  name = $state("");
  #untouched: string;

  constructor(card: ProfileCard) {
    super(card.form);
    this.name = card.connections.length === 0 ? card.profile.name : "";
    this.#untouched = this.#typed();
  }

  get dirty(): boolean {
    return this.#typed() !== this.#untouched;
  }

  get problems(): { id: string; label: string; text: string }[] {
    return [{ id: "name", title: m.name() }, ...this.specs]
      .filter(({ id }) => this.errors[id])
      .map(({ id, title }) => ({ id: `field-${id}`, label: title, text: this.errors[id]! }));
  }

  blame(failure: Failure): void {
    const field = failure.code === "name_taken" ? "name" : failure.field;
    if (field && (field === "name" || this.specs.some(({ id }) => id === field))) {
      this.complain(field, failure.message);
    }
  }

  protected override check(): FieldErrors {
    const errors = super.check();
    if (this.name.trim() === "") errors["name"] = m.field_required();
    return errors;
  }

  #typed(): string {
    return JSON.stringify([this.name.trim(), this.filled()]);
  }
}
