/**
 * The results of `work` for each item, in the order of the items, with up to `most` under way at once.
 *
 * @throws the first failure; what is under way then is waited for
 */
export async function* ahead<I, O>(
  items: AsyncIterable<I> | Iterable<I>,
  most: number,
  work: (item: I) => Promise<O>,
): AsyncGenerator<O> {
  const running: Promise<O>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // A failure is told when its turn comes.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= most) yield await (running.shift() as Promise<O>);
    }
    while (running.length > 0) yield await (running.shift() as Promise<O>);
  } finally {
    await Promise.allSettled(running);
  }
}
