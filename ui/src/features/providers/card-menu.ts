import ArrowDown from "@lucide/svelte/icons/arrow-down";
import ArrowUp from "@lucide/svelte/icons/arrow-up";
import KeyRound from "@lucide/svelte/icons/key-round";
import LogIn from "@lucide/svelte/icons/log-in";
import Pencil from "@lucide/svelte/icons/pencil";
import Pin from "@lucide/svelte/icons/pin";
import PinOff from "@lucide/svelte/icons/pin-off";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Stethoscope from "@lucide/svelte/icons/stethoscope";
import Trash2 from "@lucide/svelte/icons/trash-2";
import UserRound from "@lucide/svelte/icons/user-round";
import type { MenuItem } from "$components/Menu.svelte";
import { m } from "$lib/i18n.svelte";
import type { ProviderCard } from "$lib/ipc";
import { connections } from "$lib/stores/connections.svelte";
import { refresh } from "$lib/stores/refresh";

export type CardAct =
  | "check"
  | "code"
  | "connection"
  | "edit"
  | "rotate"
  | "sign-in"
  | "remove"
  | "pin"
  | "up"
  | "down"
  | "machines"
  | "buckets";

type Can = { up: boolean; down: boolean; check: boolean };

/** What can be done with a provider: one that signed in does so again where another's credential is rotated. */
export function cardMenu(
  { provider, refreshing }: ProviderCard,
  can: Can,
  act: (what: CardAct) => void,
): MenuItem[] {
  const item = (
    id: CardAct,
    label: string,
    icon: MenuItem["icon"],
    part: Partial<MenuItem> = {},
  ): MenuItem => ({
    id,
    label,
    icon: icon!,
    run: () => act(id),
    ...part,
  });
  return [
    {
      id: "refresh",
      label: m.refresh(),
      icon: RefreshCw,
      run: () => void refresh(provider.id),
      disabled: refreshing !== null,
    },
    item("check", m.check_now(), Stethoscope, { disabled: !can.check }),
    item("edit", m.edit(), Pencil, { apart: true }),
    ...(provider.connection === null
      ? [item("rotate", m.rotate_credential(), KeyRound)]
      : [
          ...(connections.get(provider.connection) ? [item("connection", m.connection(), UserRound)] : []),
          item("sign-in", m.sign_in_again(), LogIn),
        ]),
    item("pin", provider.pinned ? m.unpin() : m.pin(), provider.pinned ? PinOff : Pin, { apart: true }),
    item("up", m.move_earlier(), ArrowUp, { id: "move-up", disabled: !can.up }),
    item("down", m.move_later(), ArrowDown, { id: "move-down", disabled: !can.down }),
    item("remove", m.delete_it(), Trash2, { danger: true, apart: true }),
  ];
}
