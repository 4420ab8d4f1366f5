import Download from "@lucide/svelte/icons/download";
import KeyRound from "@lucide/svelte/icons/key-round";
import Pencil from "@lucide/svelte/icons/pencil";
import Plug from "@lucide/svelte/icons/plug";
import Trash2 from "@lucide/svelte/icons/trash-2";
import type { MenuItem } from "$components/Menu.svelte";
import { m } from "$lib/i18n.svelte";
import type { ProfileCard } from "$lib/ipc";

export type ProfileAct = "connect" | "edit" | "rotate" | "export" | "remove";

/** What can be done with a profile. */
export function profileMenu({ profile }: ProfileCard, act: (what: ProfileAct) => void): MenuItem[] {
  return [
    { id: "connect", label: m.connect(), icon: Plug, run: () => act("connect") },
    { id: "edit", label: m.edit(), icon: Pencil, apart: true, run: () => act("edit") },
    ...(profile.auth_type === "oauth2"
      ? [{ id: "rotate", label: m.rotate_secret(), icon: KeyRound, run: () => act("rotate") }]
      : []),
    { id: "export", label: m.export_it(), icon: Download, run: () => act("export") },
    { id: "remove", label: m.delete_it(), icon: Trash2, danger: true, apart: true, run: () => act("remove") },
  ];
}
