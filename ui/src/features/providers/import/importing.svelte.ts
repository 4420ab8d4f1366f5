import { ipc, type Descriptor, type Import, type ImportCandidate, type ImportRequest } from "$lib/ipc";
import { filled, type Values } from "$lib/schema/form";
import { providers } from "$lib/stores/providers.svelte";
import { Adding } from "../adding.svelte";

/** Accounts on their way out of another tool's files. */
export class Importing extends Adding<ImportCandidate> {
  paths = $state<Values>({});
  /** Whether the import under way was told to end. */
  stopping = $state(false);

  constructor(
    readonly cloud: Descriptor,
    readonly from: Import,
  ) {
    super();
    this.paths = Object.fromEntries(from.files.map((file) => [file.id, ""]));
  }

  /** Whether it has no credential in a file: a person signs in to it. */
  signsIn(one: ImportCandidate): boolean {
    return this.cloud.auth_kinds.some((kind) => kind.id === one.auth && kind.sign_in !== null);
  }

  /** Whether a provider is called so already: importing it once more would be refused. */
  taken(name: string): boolean {
    return providers.cards.some(({ provider }) => provider.name.toLowerCase() === name.toLowerCase());
  }

  look(): Promise<void> {
    const find = () => ipc.providersImportCandidates(this.#request());
    return this.lookFor(find, ({ name }) => !this.taken(name));
  }

  async add(): Promise<void> {
    this.stopping = false;
    const add = (names: string[]) => ipc.providersImport(this.#request(), names);
    await this.addBy(add, ({ provider }) => provider.health.status === "healthy");
  }

  /** Ends the import under way; what became of each is told as usual. */
  async stop(): Promise<void> {
    this.stopping = true;
    await ipc.providersImportCancel();
  }

  protected keyOf({ name }: ImportCandidate): string {
    return name;
  }

  protected can(one: ImportCandidate): boolean {
    return !one.problem && !this.signsIn(one);
  }

  #request(): ImportRequest {
    return { cloud: this.cloud.id, import: this.from.id, paths: filled(this.paths) };
  }
}
