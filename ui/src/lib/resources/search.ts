type Searchable = { haystack: string };

/** Whether a row holds every word of the query; nothing for an empty query, which every row does. */
export function searchTest(query: string): ((row: Searchable) => boolean) | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  return (row) => words.every((word) => row.haystack.includes(word));
}
