import { m } from "$lib/i18n.svelte";
import type { AuthType, Failure, ProfileCard } from "$lib/ipc";
import type { JsonValue } from "$lib/schema/form";
import { Typed } from "$lib/schema/typed.svelte";
import type { FieldErrors } from "$lib/schema/validate";

type Property = { [key: string]: JsonValue };

const secret = (title: string): Property => ({ type: "string", title, format: "password" });
const plain = (title: string): Property => ({ type: "string", title });

/** What each way to authenticate needs, for a profile that does not say. */
const usual: Record<Exclude<AuthType, "oauth2">, () => Record<string, Property>> = {
  api_key: () => ({ api_key: secret(m.credential_api_key()) }),
  query_param: () => ({ api_key: secret(m.credential_api_key()) }),
  basic_auth: () => ({
    username: plain(m.credential_username()),
    password: secret(m.credential_password()),
  }),
  hmac_payload: () => ({ api_secret: secret(m.credential_api_secret()) }),
  aws_sigv4: () => ({
    access_key: plain(m.credential_access_key()),
    secret_key: secret(m.credential_secret_key()),
  }),
};

const sounds = /secret|password|token|key$/i;
const shown = /^(username|user|email|access_key|access_key_id)$/i;

/** Most profiles do not say which fields are secret: their names do, and in doubt it is. */
function marked(schema: unknown): unknown {
  const root = schema as { properties?: Record<string, Property> };
  const properties = Object.entries(root.properties ?? {}).map(([id, property]) => {
    const told = property["writeOnly"] ?? (property["format"] === "password" ? true : undefined);
    const hidden = told ?? (!shown.test(id) && sounds.test(id));
    return [id, { ...property, writeOnly: hidden }];
  });
  return { ...root, properties: Object.fromEntries(properties) };
}

function schemaOf({ profile: { auth_type, params } }: ProfileCard): unknown {
  if (params.credential_schema) return marked(params.credential_schema);
  const properties = auth_type === "oauth2" ? {} : usual[auth_type]();
  return marked({ type: "object", required: Object.keys(properties), properties });
}

/** A credential as typed for a profile, and the name its connection gets. */
export class CredentialDraft extends Typed {
  name = $state("");
  #untouched: string;

  constructor(card: ProfileCard) {
    super(schemaOf(card));
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
