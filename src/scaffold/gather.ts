/** Items by a key, in the order in which keys first come. */
export function gather<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const gathered = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    gathered.set(key, [...(gathered.get(key) ?? []), item]);
  }
  return gathered;
}
