import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';

/** Does work under V8's profiler, and writes what it found to a local file that Chrome's and Node's tools open. */
export async function withCpuProfile<T>(path: string | undefined, work: () => Promise<T>): Promise<T> {
  if (path === undefined) return work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  try {
    return await work();
  } finally {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    await writeFile(path, JSON.stringify(profile));
  }
}
