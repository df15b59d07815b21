#!/usr/bin/env node
import { validateDatasetConfig } from '../validate-dataset-config.js';

await validateDatasetConfig(process.argv.slice(2));
