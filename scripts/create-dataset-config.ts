/**
 * The command create-dataset-config for those who look for it among the scripts of a checkout:
 *
 * ```sh
 * npm run build
 * node dist/scripts/create-dataset-config.js --help
 * ```
 *
 * @module
 */
import { createDatasetConfig } from '../src/cli/create-dataset-config.js';

await createDatasetConfig(process.argv.slice(2));
