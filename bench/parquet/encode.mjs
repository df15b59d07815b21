/**
 * Encoding alone: the table of one Argo file, cut as its config says, by our encoder (SNAPPY) and by parquet-wasm, which has the codecs
 * that ours has not (LZ4_RAW; about as fast there as SNAPPY).
 *
 * ```sh
 * CLOUD_OPTIMISED_TEST_DATA=… node bench/parquet/encode.mjs [SNAPPY|LZ4_RAW]
 * ```
 *
 * The first line of each holds the loading of libraries, so run them one at a time to compare it.
 */
import { join } from 'node:path';
import { partitionRows, planTable } from 'cloud-optimised/handler';
import { ArgoHandler } from 'cloud-optimised/handlers';
import { configOptions } from '../../build/src/app/config-files.js';
import { loadDatasetConfig } from '../../build/src/config/index.js';
import { parquetTableWriter } from '../../build/src/formats/parquet/index.js';
import { openSource } from '../../build/src/pipeline/open-source.js';
import { SourceReport } from '../../build/src/pipeline/report.js';
import { createStorageResolver } from '../../build/src/storage/index.js';

const data = process.env.CLOUD_OPTIMISED_TEST_DATA;
if (!data) throw new Error('CLOUD_OPTIMISED_TEST_DATA names no folder of real files');

const config = await loadDatasetConfig(join(data, 'configs/argo.json'), configOptions(process.cwd()));
const plan = planTable(config);
const handler = new ArgoHandler({ config, tableWriter: parquetTableWriter });
const object = await createStorageResolver().resolve(join(data, 'netcdf/2902093_prof.nc'));
const { size } = await object.storage.head(object.key);
const source = { uri: object.uri, name: '2902093_prof.nc', size, version: '' };

for (const compression of process.argv[2] ? [process.argv[2]] : ['SNAPPY', 'LZ4_RAW']) {
  for (let round = 1; round <= 6; round++) await encodeOnce(compression, round);
}

async function encodeOnce(compression, round) {
  const opened = await openSource(source, object, config, handler.csvTypes());
  const table = await handler.preprocess(opened, { source, report: new SourceReport() });
  const partitions = partitionRows(table, plan.partitions);
  const columns = table.without(...plan.partitions);
  const began = performance.now();
  const before = process.cpuUsage();
  let bytes = 0;
  for (const { rows } of partitions)
    bytes += (await parquetTableWriter.encode(columns.take(rows), plan.stored, { ...plan.encoding, compression }))
      .length;
  const { user, system } = process.cpuUsage(before);
  const took = `${(performance.now() - began).toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms of CPU`;
  console.log(
    `${compression} ${round}: ${table.rows} rows × ${plan.stored.length} columns in ${partitions.length} objects: ${took}, ${bytes} bytes`,
  );
}
