import { m } from "./i18n.svelte";

/** Longest file that is read into a field, in bytes: many times any key. */
const LONGEST = 64 * 1024;

type TextFile = { text: string } | { /** Why not, for a person. */ problem: string };

/** The text of a file that a person chose or dropped, or why there is none. */
export async function readText(file: File): Promise<TextFile> {
  if (file.size > LONGEST)
    return { problem: m.file_too_long({ file: file.name, limit: `${LONGEST / 1024} KiB` }) };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { problem: m.file_unreadable({ file: file.name }) };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { problem: m.file_not_text({ file: file.name }) } : { text };
  } catch {
    return { problem: m.file_not_text({ file: file.name }) };
  }
}
