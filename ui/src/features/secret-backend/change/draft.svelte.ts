import type { BackendDescriptor, BackendDraft, Failure, LoginKind, SecretBackendStatus } from "$lib/ipc";
import { Typed } from "$lib/schema/typed.svelte";

/** The fields of a place or of a login. What is kept of the login of now need not be typed again. */
class Part extends Typed {
  constructor(
    schema: unknown,
    readonly kept: boolean,
    start?: Record<string, string>,
  ) {
    super(schema, () => true, start);
  }

  protected override check() {
    const errors = super.check();
    if (!this.kept || this.specs.some(({ id, secret }) => secret && this.values[id])) return errors;
    for (const { id, secret } of this.specs) if (secret) delete errors[id];
    return errors;
  }
}

/** What is typed about one backend: where it is, and each way to log in that was looked at. */
export class Draft {
  readonly place: Part;
  #login = $state.raw<LoginKind | null>(null);
  readonly #parts = new Map<string, Part>();
  #untouched: string;
  #loggedIn = $state.raw("");

  constructor(
    readonly kind: BackendDescriptor,
    private readonly inForce: SecretBackendStatus,
  ) {
    this.place = new Part(kind.schema, false, this.isInForce ? inForce.fields : undefined);
    for (const login of kind.logins) this.#parts.set(login.id, this.#partOf(login));
    const now = kind.logins.find(({ id }) => this.isInForce && id === inForce.login);
    this.#login = now ?? kind.logins[0] ?? null;
    this.#untouched = this.#typed();
  }

  get isInForce(): boolean {
    return this.kind.id === this.inForce.backend;
  }

  /** Whether there is nothing to fill in. */
  get isBlank(): boolean {
    return this.place.specs.length === 0 && this.kind.logins.length === 0;
  }

  get login(): LoginKind | null {
    return this.#login;
  }

  get secrets(): Part | null {
    return this.#login ? this.#parts.get(this.#login.id)! : null;
  }

  get dirty(): boolean {
    return this.#typed() !== this.#untouched;
  }

  /** Whether the person has yet to log in in the browser for what is filled in now. */
  get needsBrowser(): boolean {
    if (!this.#login?.in_browser) return false;
    const isAsNow = this.isInForce && this.#login.id === this.inForce.login && !this.dirty;
    return !isAsNow && this.#loggedIn !== this.#typed();
  }

  /** Notes that the person has logged in in the browser for it. */
  loggedIn(): void {
    this.#loggedIn = this.#typed();
  }

  pick(login: LoginKind): void {
    this.#login = login;
  }

  validate(): boolean {
    return this.#all.map((part) => part.validate()).every(Boolean);
  }

  /** A failure that names a field of this form is shown at that field too. */
  blame({ field, message }: Failure): boolean {
    const part = this.#all.find(({ specs }) => specs.some(({ id }) => id === field));
    if (field) part?.complain(field, message);
    return part !== undefined;
  }

  get problems() {
    return this.#all.flatMap(({ specs, errors }) =>
      specs
        .filter(({ id }) => errors[id])
        .map(({ id, title }) => ({ id: `field-${id}`, label: title, text: errors[id]! })),
    );
  }

  request(): BackendDraft {
    const login = this.secrets?.credential();
    return {
      backend: this.kind.id,
      fields: { ...this.place.credential().fields, ...login?.fields },
      login: this.#login?.id ?? "",
      secrets: login?.secrets ?? {},
    };
  }

  /** Forgets the secrets that were typed. */
  wipe(): void {
    for (const part of this.#parts.values()) part.wipe();
  }

  get #all(): Part[] {
    return this.secrets ? [this.place, this.secrets] : [this.place];
  }

  #partOf(login: LoginKind): Part {
    const kept = this.isInForce && login.id === this.inForce.login;
    return new Part(login.schema, kept, kept ? this.inForce.fields : undefined);
  }

  #typed(): string {
    return JSON.stringify(this.request());
  }
}
