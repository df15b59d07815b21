/**
 * Records of catalogues that run GeoNetwork: what they say of a dataset.
 *
 * @module
 */

export type * from './catalogue-record.js';
export { type ReadRecordOptions, readRecord } from './read-record.js';
export { geonetworkRecord, type RecordAddress, recordAddress } from './record-address.js';
