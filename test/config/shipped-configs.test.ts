import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type ConfigLookup,
  loadDatasetConfig,
  sourcePathsOf,
  validateDatasetConfigFile,
} from '../../src/config/index.js';

const shippedFolder = fileURLToPath(new URL('../../dataset-configs', import.meta.url));
const realFolder = join(process.env.CLOUD_OPTIMISED_TEST_DATA ?? '', 'configs');

function lookup(workingFolder: string): ConfigLookup {
  const readText = async (uri: string) => (existsSync(uri) ? readFile(uri, 'utf8') : undefined);
  return { readText, workingFolder, shippedFolder };
}

describe('the shipped configs', () => {
  it('are valid, and named like their files', async () => {
    const files = (await readdir(shippedFolder)).filter((file) => file.endsWith('.json'));
    for (const file of files) {
      expect(await validateDatasetConfigFile(file, lookup(shippedFolder)), file).toEqual([]);
      // A parent is a part of a config.
      if (!file.endsWith('_main.json'))
        expect((await loadDatasetConfig(file, lookup('/nowhere'))).name).toBe(basename(file, '.json'));
    }
  });

  it('argo reads the bundled sample', async () => {
    const config = await loadDatasetConfig('argo', lookup('/nowhere'));
    const [path, ...others] = sourcePathsOf(config);
    expect(path?.uri).toBe(`${join(shippedFolder, '..', 'samples', 'argo')}/`);
    expect(path?.filter?.test('/x/2902093_prof.nc')).toBe(true);
    expect(path?.filter?.test('/x/2902093_Rtraj.nc')).toBe(false);
    expect(others).toEqual([]);
    expect(config).toMatchObject({ format: 'parquet', warnings: [], document: { handler_class: 'ArgoHandler' } });
  });
});

describe.skipIf(!process.env.CLOUD_OPTIMISED_TEST_DATA)('real configs', () => {
  it('are all valid, parents as fragments', async () => {
    const files = (await readdir(realFolder)).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThanOrEqual(9);
    for (const file of files) expect(await validateDatasetConfigFile(file, lookup(realFolder)), file).toEqual([]);
  });

  it('inherit as they do there', async () => {
    const { document, format, warnings } = await loadDatasetConfig(
      'radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc',
      lookup(realFolder),
    );
    expect(format).toBe('zarr');
    expect(document.schema_transformation?.dimensions?.time).toEqual({
      name: 'TIME',
      chunk: 100,
      rechunk: false,
      append_dim: true,
    });
    expect(document.run_settings).toMatchObject({ batch_size: 1000, cluster: { mode: 'coiled' } });
    expect(Object.keys(document.schema)).toHaveLength(14);
    expect(warnings.map(({ file, pointer }) => [basename(file), pointer])).toEqual([
      ['radar_TurquoiseCoast_velocity_hourly_averaged_delayed_qc.json', '/run_settings/cluster'],
    ]);
  });

  it('of Argo has the variables, types and partitions of the shipped one', async () => {
    const real = await loadDatasetConfig('argo', lookup(realFolder));
    const shipped = await loadDatasetConfig('argo', lookup('/nowhere'));
    const types = ({ document }: typeof real) =>
      Object.entries(document.schema).map(([name, { type }]) => [name, type]);
    expect(types(shipped)).toEqual(types(real));
    expect(shipped.document.schema_transformation?.partitioning).toEqual(
      real.document.schema_transformation?.partitioning,
    );
  });
});
