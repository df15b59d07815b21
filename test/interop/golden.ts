/**
 * What AODN's own tool made of real files.
 *
 * @module
 */

/** What a column holds. */
export interface GoldenColumn {
  readonly sum?: number;
  readonly count?: number;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly type?: string;
}

/** What a dataset of one file holds. */
export interface GoldenDataset {
  /** Name of the config, and of the dataset. */
  readonly config: string;
  /** Below the data folder. */
  readonly source: string;
  readonly rows: number;
  /** Rows by folder; polygons as `(west,south,east,north)`. */
  readonly partitions: Readonly<Record<string, number>>;
  readonly time: { readonly column: string; readonly first: string; readonly last: string };
  readonly columns: Readonly<Record<string, GoldenColumn>>;
  /** Columns that the file does not have. */
  readonly empty: readonly string[];
  /** Fields of the sidecar. */
  readonly fields: number;
  readonly title: string;
}

const MOORING =
  'IMOS_ANMN-NSW_CDSTZ_20210429T015500Z_SYD140_FV01_SYD140-2104-SBE37SM-RS232-128_END-20210812T011500Z_C-20210827T074819Z.nc';
const ACOUSTIC = '(135,-15,145,-5)';
const ARGO = 'PLATFORM_NUMBER=2902093/polygon=(60,10,70,20)';

export const GOLDEN: readonly GoldenDataset[] = [
  {
    config: 'mooring_ctd_delayed_qc',
    source: `netcdf/${MOORING}`,
    rows: 30886,
    partitions: {
      'site_code=SYD140/timestamp=1617235200/polygon=(145,-35,155,-25)': 18204,
      'site_code=SYD140/timestamp=1625097600/polygon=(145,-35,155,-25)': 12682,
    },
    time: { column: 'TIME', first: '2021-04-28T19:00:01.000001280', last: '2021-08-14T00:45:01.000004608' },
    columns: {
      TEMP: { sum: 497371.3467, min: 9.4349, max: 27.8785, type: 'float' },
      PSAL: { sum: 1071656.957 },
      PRES_REL: { sum: 3870026.347 },
      DEPTH: { sum: 3841223.31 },
      CNDC: { sum: 134885.4389 },
      DENS: { sum: 31690121.61 },
      site_code: { values: ['SYD140'] },
    },
    empty: [],
    fields: 21,
    title: 'wave buoy realtime',
  },
  {
    config: 'wave_buoy_realtime_nonqc',
    source: 'netcdf/BOM_20240301_CAPE-SORELL_RT_WAVE-PARAMETERS_monthly.nc',
    rows: 541,
    partitions: { 'site_name=Cape%20Sorell/timestamp=1709251200/polygon=(140,-45,150,-35)': 541 },
    time: { column: 'TIME', first: '2024-03-01T01:30:00.000000000', last: '2024-03-24T22:30:00.000000000' },
    columns: {
      WPMH: { sum: 4398.4 },
      WMXH: { sum: 2643.87 },
      WPPE: { sum: 6956.6 },
      WPDI: { sum: 121936 },
      WPDS: { sum: 15601 },
      water_depth: { sum: 54100, min: 100, max: 100, type: 'int64' },
      wmo_id: { values: ['55052'] },
      site_name: { values: ['Cape Sorell'] },
    },
    empty: ['WSSH', 'WPFM', 'WMDS', 'SSWMD'],
    fields: 20,
    title: 'ARDC',
  },
  {
    config: 'vessel_sst_delayed_qc',
    source: 'netcdf/IMOS_SOOP-SST_MT_20110101T000000Z_9HA2479_FV01_C-20120528T071958Z.nc',
    rows: 420,
    partitions: { 'timestamp=1293840000/polygon=(160,-25,170,-15)/platform_code=9HA2479': 420 },
    time: { column: 'TIME', first: '2011-01-01T00:00:00.000000000', last: '2011-01-01T21:59:59.999986688' },
    columns: {
      TEMP: { sum: 11526.00006 },
      WSPD: { sum: 2654.53346 },
      WDIR: { sum: 33800 },
      ATMP: { sum: 424067.9993 },
      AIRT: { sum: 11411.99997 },
      platform_code: { values: ['9HA2479'] },
    },
    empty: [
      'TEMP_2',
      'TEMP_2_quality_control',
      'PSAL',
      'PSAL_quality_control',
      'PL_WSPD_quality_control',
      'PL_WDIR',
      'PL_WDIR_quality_control',
      'PL_WSPD',
      'RAD_PAR',
      'RAD_PAR_quality_control',
      'RELH',
      'RELH_quality_control',
    ],
    fields: 41,
    title: 'my dataset',
  },
  {
    config: 'animal_acoustic_tracking_delayed_qc',
    source: 'csv/A69-1105-135_107799906_130722039.csv',
    rows: 984,
    partitions: {
      [`transmitter_id=A69-1105-135/timestamp=1325376000/polygon=${ACOUSTIC}`]: 45,
      'transmitter_id=A69-1105-135/timestamp=1333238400/polygon=(145,-35,155,-25)': 1,
      [`transmitter_id=A69-1105-135/timestamp=1333238400/polygon=${ACOUSTIC}`]: 267,
      [`transmitter_id=A69-1105-135/timestamp=1335830400/polygon=${ACOUSTIC}`]: 446,
      [`transmitter_id=A69-1105-135/timestamp=1338508800/polygon=${ACOUSTIC}`]: 223,
      [`transmitter_id=A69-1105-136/timestamp=1367366400/polygon=${ACOUSTIC}`]: 1,
      'transmitter_id=A69-1105-136/timestamp=1383264000/polygon=(145,-25,155,-15)': 1,
    },
    time: {
      column: 'detection_timestamp',
      first: '2012-01-07T20:55:24.000000000',
      last: '2013-11-07T04:36:07.000000000',
    },
    columns: { latitude: { sum: -12041.21104 }, longitude: { sum: 139656.088 }, sensor_value: { sum: 29123 } },
    empty: [],
    fields: 20,
    title: 'my dataset',
  },
  {
    config: 'argo',
    source: 'netcdf/2902093_prof.nc',
    rows: 31104,
    partitions: {
      [`timestamp=1356998400/${ARGO}`]: 5184,
      [`timestamp=1388534400/${ARGO}`]: 4752,
      [`timestamp=1420070400/${ARGO}`]: 5040,
      [`timestamp=1451606400/${ARGO}`]: 4896,
      [`timestamp=1483228800/${ARGO}`]: 5040,
      [`timestamp=1514764800/${ARGO}`]: 4320,
      [`timestamp=1546300800/${ARGO}`]: 1296,
      'timestamp=1514764800/PLATFORM_NUMBER=2902093/polygon=(55,10,65,20)': 144,
      'timestamp=1546300800/PLATFORM_NUMBER=2902093/polygon=(60,5,70,15)': 432,
    },
    time: { column: 'JULD', first: '2013-02-26T03:15:00.000000000', last: '2019-04-23T03:50:59.999999916' },
    columns: {
      PRES: { count: 29509, sum: 20088784.6 },
      TEMP: { count: 29509, sum: 408336.026 },
      PSAL: { sum: 1052406.09 },
      PSAL_ADJUSTED: { count: 29404, sum: 1048710.588 },
    },
    empty: [
      ...['DATA_TYPE', 'FORMAT_VERSION', 'HANDBOOK_VERSION', 'REFERENCE_DATE_TIME', 'DATE_CREATION', 'DATE_UPDATE'],
      ...['STATION_PARAMETERS', 'PARAMETER', 'SCIENTIFIC_CALIB_EQUATION', 'SCIENTIFIC_CALIB_COEFFICIENT'],
      ...['SCIENTIFIC_CALIB_COMMENT', 'SCIENTIFIC_CALIB_DATE', 'HISTORY_INSTITUTION', 'HISTORY_STEP'],
      ...['HISTORY_SOFTWARE', 'HISTORY_SOFTWARE_RELEASE', 'HISTORY_REFERENCE', 'HISTORY_DATE', 'HISTORY_ACTION'],
      ...['HISTORY_PARAMETER', 'HISTORY_START_PRES', 'HISTORY_STOP_PRES', 'HISTORY_PREVIOUS_VALUE', 'HISTORY_QCTEST'],
    ],
    fields: 67,
    title: 'Argo Core',
  },
];
