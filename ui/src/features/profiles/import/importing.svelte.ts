import { m } from "$lib/i18n.svelte";
import { ipc, type Applied, type PlannedChange, type ProfileFile } from "$lib/ipc";
import { readText } from "$lib/text-file";
import { Work } from "$lib/work.svelte";

/** Profiles on their way out of files: chosen or pasted, what they would change, and what they did. */
export class ImportingProfiles extends Work<"plan" | "apply"> {
  pasted = $state("");
  files = $state.raw<ProfileFile[]>([]);
  problems = $state.raw<string[]>([]);
  plan = $state.raw<PlannedChange[] | null>(null);
  applied = $state.raw<Applied | null>(null);

  get empty(): boolean {
    return this.pasted.trim() === "" && this.files.length === 0;
  }

  /** Whether there is something to do, and all of it can be done. */
  get applicable(): boolean {
    const changes = this.plan ?? [];
    return (
      changes.some(({ action }) => action !== "unchanged") && changes.every(({ failure }) => failure === null)
    );
  }

  /** Whether all of it is in the list already: nothing is lost by leaving. */
  get settled(): boolean {
    return this.plan?.every(({ action, failure }) => action === "unchanged" && failure === null) ?? false;
  }

  async take(chosen: Iterable<File>): Promise<void> {
    const problems: string[] = [];
    for (const file of chosen) {
      const read = await readText(file);
      if ("text" in read) this.#put({ name: file.name, text: read.text });
      else problems.push(read.problem);
    }
    this.problems = problems;
  }

  drop(name: string): void {
    this.files = this.files.filter((file) => file.name !== name);
  }

  async look(): Promise<void> {
    await this.run("plan", async () => void (this.plan = await ipc.profilesPlan(this.#all())));
  }

  async apply(): Promise<void> {
    await this.run("apply", async () => {
      this.applied = await ipc.profilesApply(this.#all());
      this.forget();
    });
  }

  /** Back to the files, to mend or add some. */
  back(): void {
    this.plan = null;
    this.failure = null;
  }

  /** The texts may hold client secrets. */
  forget(): void {
    this.pasted = "";
    this.files = [];
  }

  #all(): ProfileFile[] {
    const pasted = this.pasted.trim();
    return pasted ? [...this.files, { name: m.pasted_text(), text: pasted }] : this.files;
  }

  #put(file: ProfileFile): void {
    this.files = [...this.files.filter(({ name }) => name !== file.name), file];
  }
}
