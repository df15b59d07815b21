#!/usr/bin/env node
import { genericCloudOptimisedCreation } from '../generic-cloud-optimised-creation.js';

await genericCloudOptimisedCreation(process.argv.slice(2));
