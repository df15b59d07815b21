/** Requests that are under way at once. */
const CONCURRENT = 16;

/** Maps `items` in their order, few at a time. After a failure nothing new is begun. */
export async function mapBounded<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  await forEachBounded(items.keys(), CONCURRENT, async (index) => {
    results[index] = await map(items[index] as T);
  });
  return results;
}

/** Works on each of `items`, `concurrent` at a time. After a failure nothing new is begun. */
export async function forEachBounded<T>(
  items: Iterable<T>,
  concurrent: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const take = async (): Promise<void> => {
    for (let next = iterator.next(); !failed && !next.done; next = iterator.next()) {
      await work(next.value).catch((error) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: concurrent }, take));
}
