import type { DatasetDescription } from '../contracts/published-dataset.js';
import type { DatasetExtent, DatasetFacts, ReadConfig } from '../registry/index.js';
import { openDataset } from './open-published.js';
import { outputOf } from './output.js';

/** What a published dataset says of where and when its data lie. @throws CO_DATASET_UNKNOWN, or a storage error */
export async function extentOfPublished(
  { document }: ReadConfig,
  { name, format, address }: DatasetFacts,
  { output, workingFolder }: { readonly output?: string | undefined; readonly workingFolder: string },
): Promise<DatasetExtent> {
  const folder = outputOf({ document } as unknown as Parameters<typeof outputOf>[0], output, workingFolder);
  const dataset = await openDataset(address ?? `${folder}/${name}.${format}`, { workingFolder });
  try {
    return extentIn(await dataset.describe());
  } finally {
    await dataset.close();
  }
}

function extentIn({ spatialExtent: box, temporalExtent: time }: DatasetDescription): DatasetExtent {
  return {
    boxes: box ? [[box.west, box.south, box.east, box.north]] : [],
    periods: time ? [{ start: momentOf(time.start), end: momentOf(time.end) }] : [],
  };
}

/** To the second, which is what catalogues list by. */
function momentOf(nanoseconds: bigint | undefined): string | undefined {
  if (nanoseconds === undefined) return undefined;
  const moment = new Date(Number(nanoseconds / 1_000_000_000n) * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().replace('.000Z', 'Z');
}
