/** Longest file that is read into a field, in bytes: many times any key. */
export const LONGEST = 64 * 1024;

export type TextFile = { text: string } | { problem: "too_long" | "not_text" | "unreadable" };

/** The text of a file that a person chose or dropped, or why there is none. */
export async function readText(file: File): Promise<TextFile> {
  if (file.size > LONGEST) return { problem: "too_long" };
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { problem: "unreadable" };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { problem: "not_text" } : { text };
  } catch {
    return { problem: "not_text" };
  }
}
