import type { MenuItem } from "$components/Menu.svelte";
import { connect, connectLabel, copyCommand, hasDesktop, setFavourite, shellPlace } from "$lib/connect";
import { copy, openLink } from "$lib/copy";
import { m } from "$lib/i18n.svelte";
import { cellText, type ColumnId } from "$lib/machines/columns";
import type { Row } from "$lib/machines/row";
import { columnLabel } from "$lib/machines/words";
import { marks } from "$lib/stores/marks.svelte";
import type { MachinesList } from "$lib/stores/machines-view.svelte";
import { powerItems } from "./power/items";

/** What can be done with a row, asked for at one of its cells. */
export function rowItems(
  row: Row,
  column: ColumnId,
  list: MachinesList,
  open: () => void,
  pick: MenuItem,
): MenuItem[] {
  const { machine } = row;
  const text = cellText(row, column);
  const copies: MenuItem[] = [
    { id: "copy-cell", label: m.copy_what({ what: columnLabel(column) }), text, show: true },
    {
      id: "copy-name",
      label: m.copy_what({ what: m.column_name() }),
      text: machine.name,
      show: column !== "name",
    },
    { id: "copy-id", label: m.copy_what({ what: m.column_id() }), text: machine.id, show: column !== "id" },
    {
      id: "copy-address",
      label: m.copy_what({ what: m.address() }),
      text: row.address,
      show: !column.endsWith("_address"),
    },
  ]
    .filter((item) => item.show && item.text)
    .map((item, index) => ({
      id: item.id,
      label: item.label,
      apart: index === 0,
      run: () => void copy(item.text),
    }));
  const console = machine.console_url;
  return [
    { id: "connect", label: connectLabel(machine), run: () => void connect(machine) },
    (shellPlace() === "terminal") !== hasDesktop(machine)
      ? { id: "connect-tab", label: m.connect_in_tab(), run: () => void connect(machine, {}, "tab") }
      : {
          id: "connect-terminal",
          label: m.connect_in_terminal(),
          run: () => void connect(machine, {}, "terminal"),
        },
    favourite(row),
    { id: "open-details", label: m.show_details(), run: open },
    pick,
    ...(console ? [{ id: "open-console", label: m.open_console(), run: () => openLink(console) }] : []),
    ...powerItems(machine),
    ...copies,
    {
      id: "copy-command",
      label: m.copy_what({ what: m.ssh_command() }),
      run: () => void copyCommand(machine),
    },
    {
      id: "only-provider",
      label: m.only_this({ name: row.providerName }),
      apart: true,
      run: () => list.only("provider", machine.provider),
    },
    {
      id: "only-region",
      label: m.only_this({ name: machine.region }),
      run: () => list.only("region", machine.region),
    },
  ];
}

function favourite({ key, machine }: Row): MenuItem {
  const on = marks.isFavourite(key);
  const label = on ? m.favourite_remove() : m.favourite_add();
  return { id: "favourite", label, run: () => void setFavourite(machine, !on) };
}
