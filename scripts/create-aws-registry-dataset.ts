/**
 * The command create-aws-registry-dataset for those who look for it among the scripts of a checkout:
 *
 * ```sh
 * npm run build
 * node dist/scripts/create-aws-registry-dataset.js --help
 * ```
 *
 * @module
 */
import { createAwsRegistryDataset } from '../src/cli/create-aws-registry-dataset.js';

await createAwsRegistryDataset(process.argv.slice(2));
