/** Objects are read and written whole, so few of them are in memory at a time. */
const IN_FLIGHT = 16;

/** Does `work` for each item, a few at a time. When one fails, no further one begins, and those under way are waited for. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of rest) {
      if (failed) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(IN_FLIGHT, items.length) }, worker);
  const refused = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (refused?.status === 'rejected') throw refused.reason;
  return results;
}
