import { ipc, type AddedSecret, type FoundSecret } from "$lib/ipc";
import { sshKeys } from "$lib/stores/ssh-keys.svelte";
import { Adding } from "../adding.svelte";

/** Providers and SSH keys that others keep in the secret backend. */
export class Finding extends Adding<FoundSecret, AddedSecret> {
  look(): Promise<void> {
    return this.lookFor(ipc.secretBackendDiscover, () => true);
  }

  add(): Promise<void> {
    const add = async (owners: string[]) => {
      const added = await ipc.secretBackendAddFound(owners);
      for (const { key } of added) if (key) sshKeys.put(key);
      return added;
    };
    return this.addBy(add, () => true);
  }

  protected keyOf({ owner }: FoundSecret): string {
    return owner;
  }

  protected can({ known, failure }: FoundSecret): boolean {
    return !known && !failure;
  }
}
