import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRIES, exportedNames } from '../../scripts/generate-api-docs.mjs';
import { resolveImport } from './imports.js';
import { ROOT } from './source-file.js';

/** What others build on. A change here is a change of the public interface: meant, and told in the changelog. */
describe('the public exports', () => {
  it('of cloud-optimised', () => {
    expect(exportedNames('cloud-optimised')).toMatchInlineSnapshot(`
      [
        "AppendConfigObject",
        "AppendEvent",
        "AppendObserver",
        "AppendOptions",
        "AppendSummary",
        "AttributeChange",
        "Box",
        "CatalogueEntry",
        "Choice",
        "CloudOptimisedError",
        "Condition",
        "ConfigDifference",
        "ConfigLike",
        "ConfigProblem",
        "Container",
        "CreateConfigOptions",
        "CreateRegistryEntriesOptions",
        "CreatedConfig",
        "Dataset",
        "DatasetDescription",
        "Decision",
        "DeletedLabels",
        "Doubt",
        "ErrorCode",
        "Executor",
        "ExplainedConfig",
        "ExplainedLayer",
        "ExplainedValue",
        "LedgerEntry",
        "LeftAlone",
        "MemoryDatasetInput",
        "MemoryVariable",
        "MetadataEvent",
        "MetadataObserver",
        "MetadataOptions",
        "MetadataRevision",
        "MetadataSummary",
        "MetadataUpdated",
        "MissingEntries",
        "MissingOptions",
        "OpenPublishedOptions",
        "Operator",
        "Origin",
        "Point",
        "PublishOptions",
        "PublishedDataset",
        "QueryOptions",
        "QueryResult",
        "Region",
        "RegistryEvent",
        "RegistrySummary",
        "ReplaceAnswer",
        "ReplaceQuestion",
        "RowsExplanation",
        "RowsOptions",
        "RunEvent",
        "RunObserver",
        "RunSetup",
        "RunSummary",
        "Selection",
        "SelectionText",
        "ShowConfigOptions",
        "SliceContext",
        "SliceItem",
        "SliceSource",
        "SliceSources",
        "SourceFailure",
        "SourceWarning",
        "TOKENS",
        "Task",
        "TaskTable",
        "TimeSpan",
        "UnknownVariable",
        "UpdateAllMetadataOptions",
        "UpdateMetadataOptions",
        "Variable",
        "VariableDescription",
        "Work",
        "append",
        "catalogue",
        "createContainer",
        "createDatasetConfig",
        "createRegistryEntries",
        "cropDataset",
        "deleteLabels",
        "deleteRows",
        "diffConfigs",
        "dropVariables",
        "errorCatalogue",
        "explainRows",
        "isCoded",
        "memoryDataset",
        "missingEntries",
        "openDataset",
        "parseSelection",
        "publishDataset",
        "queryToFile",
        "showConfig",
        "updateAllMetadata",
        "updateMetadata",
        "validateConfigs",
        "withVariables",
        "workerTasks",
      ]
    `);
  });

  it('of cloud-optimised/handler', () => {
    expect(exportedNames('cloud-optimised/handler')).toMatchInlineSnapshot(`
      [
        "ArrayLayout",
        "AttributeValue",
        "Attributes",
        "COMMON_METADATA",
        "Category",
        "CloudOptimisedError",
        "CodedColumn",
        "Column",
        "ColumnType",
        "CubeHandler",
        "CubeLayout",
        "CubePlan",
        "CubeRules",
        "Dataset",
        "DatasetConfig",
        "Field",
        "FixedColumn",
        "FixedType",
        "Handler",
        "HandlerContext",
        "LabelledColumn",
        "LedgerEntry",
        "NumericArray",
        "NumericType",
        "ObjectSink",
        "Partition",
        "Region",
        "Repetition",
        "Selection",
        "Sidecar",
        "SourceContext",
        "SourceFile",
        "SourceOutline",
        "SourceReport",
        "StoredArray",
        "StoredType",
        "Table",
        "TableEncoding",
        "TablePlan",
        "TableWriter",
        "Variable",
        "VariableOutline",
        "VariableType",
        "addedColumn",
        "alongTargetGrids",
        "applySchema",
        "attributeNumber",
        "attributeText",
        "attributeToJson",
        "castColumn",
        "cellColumn",
        "checkDimensions",
        "checkPartitions",
        "columnOf",
        "constantColumn",
        "countNulls",
        "decodeColumns",
        "decodeVariable",
        "findRepetition",
        "flatten",
        "hintColumn",
        "hintVariables",
        "isFixed",
        "isFixedType",
        "isNull",
        "isNumeric",
        "joinTexts",
        "keepNumbers",
        "keepPositions",
        "keepTimes",
        "keepWanted",
        "layoutCube",
        "lengthOf",
        "memoryVariable",
        "nullColumn",
        "partitionRows",
        "periodColumn",
        "planCube",
        "planTable",
        "positionsOf",
        "sidecarKeyValues",
        "storageOf",
        "takeRows",
        "textDimensions",
        "textsOf",
        "timeColumn",
        "toTable",
        "valueAt",
        "wantedVariables",
        "withAdded",
        "withCoordinates",
        "withMore",
        "withSortedAxes",
        "withVariables",
      ]
    `);
  });

  it('of cloud-optimised/handlers', () => {
    expect(exportedNames('cloud-optimised/handlers')).toMatchInlineSnapshot(`
      [
        "AatamsSatelliteTaggingHandler",
        "AnmnHourlyTsHandler",
        "ArgoHandler",
        "BODBAWHandler",
        "GenericParquetHandler",
        "GenericZarrHandler",
      ]
    `);
  });
});

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const modules = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string' ? [] : [[name, target] as const],
);
/** The source that a built file comes from: `./dist/src/index.js` from `src/index.ts`. */
const sourceOf = (built: string) => built.replace(/^\.?\/?dist\//, '').replace(/(\.d\.ts|\.js)$/, '.ts');

describe('package.json', () => {
  it.each(modules)('exports %s from a source that exists, with its types', (_, target) => {
    expect(existsSync(join(ROOT, sourceOf(target.default)))).toBe(true);
    expect(sourceOf(target.types)).toBe(sourceOf(target.default));
  });

  it.each(Object.entries(ENTRIES))('exports %s as the tests of the architecture know it', (specifier, path) => {
    const target = manifest.exports[specifier.replace('cloud-optimised', '.')];
    expect(typeof target === 'object' && sourceOf(target.default)).toBe(path);
    expect(resolveImport('test/a.test.ts', specifier)).toBe(path);
  });

  it.each(Object.entries(manifest.bin))('brings the command %s from a source that exists', (_, built) => {
    const source = join(ROOT, sourceOf(built));
    expect(existsSync(source) && readFileSync(source, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('exports and packs only folders that exist', () => {
    const folders = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' && target.endsWith('/*') ? [target.slice(2, -2)] : [],
    );
    const packed = manifest.files.filter((folder) => folder !== 'dist' && !folder.startsWith('!'));
    expect([...folders, ...packed].filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
    expect(folders.filter((folder) => !packed.includes(folder))).toEqual([]);
  });
});
