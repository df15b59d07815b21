/**
 * The shipped handlers, to use by name in a config and to subclass.
 *
 * @module
 */
export { AatamsSatelliteTaggingHandler } from './aatams-satellite-tagging-handler.js';
export { AnmnHourlyTsHandler } from './anmn-hourly-ts-handler.js';
export { ArgoHandler } from './argo-handler.js';
export { BODBAWHandler } from './bodbaw-handler.js';
export { GenericParquetHandler } from './generic-parquet-handler.js';
export { GenericZarrHandler } from './generic-zarr-handler.js';
