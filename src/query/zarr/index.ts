/**
 * Published Zarr cubes, read by their coordinates: a selection reads these, and then the chunks alone that hold a wanted cell.
 *
 * ```ts
 * const cube = await openZarrDataset(await resolver.resolve('published/sst.zarr'));
 * for await (const table of cube.select({ box: { west: 113, south: -35, east: 116, north: -31 } })) console.log(table.rows);
 * ```
 *
 * @module
 */
export { openZarrDataset } from './open-zarr-dataset.js';
