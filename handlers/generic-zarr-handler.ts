import {
  alongTargetGrids,
  CloudOptimisedError,
  CubeHandler,
  type CubeLayout,
  type CubePlan,
  type CubeRules,
  type Dataset,
  type HandlerContext,
  joinTexts,
  keepNumbers,
  keepWanted,
  layoutCube,
  planCube,
  type SourceContext,
  type SourceOutline,
  type Table,
  withAdded,
  withCoordinates,
  withSortedAxes,
} from 'cloud-optimised/handler';

/**
 * Publishes gridded files as steps of one Zarr cube. Each step of the work is a small method to override; `preprocess` tells their order.
 */
export class GenericZarrHandler extends CubeHandler {
  /** What the config wants, with all defaults filled in. */
  protected readonly plan: CubePlan;
  readonly appendDimension: string;
  readonly rules: CubeRules;

  constructor(context: HandlerContext) {
    super(context);
    this.plan = planCube(context.config);
    this.appendDimension = this.plan.appendDimension;
    const { grid_tolerance: tolerance, if_exists: ifExists = 'replace' } = this.plan.zarr;
    this.rules = { tolerance, ifExists };
  }

  async preprocess(opened: Dataset | Table, context: SourceContext): Promise<Dataset> {
    let dataset = this.readDataset(opened, context);
    dataset = await this.keepVariables(dataset, context);
    dataset = await this.interpolate(dataset, context);
    dataset = this.keepNumbers(dataset, context);
    dataset = this.addVariables(dataset, context);
    dataset = await this.addCustomVariables(dataset, context);
    dataset = await this.restoreCoordinates(dataset, context);
    return this.sort(dataset, context);
  }

  /** Takes arrays only, with their chars as texts. */
  protected readDataset(opened: Dataset | Table, { source }: SourceContext): Dataset {
    if (opened.kind === 'dataset') return joinTexts(opened);
    const reason = 'it is a table, and a cube is made of arrays';
    throw new CloudOptimisedError('CO_HANDLER_SOURCE', { uri: source.uri, handler: this.constructor.name, reason });
  }

  /** The variables of the schema, and the coordinates of their dimensions. */
  protected keepVariables(dataset: Dataset, { report }: SourceContext): Promise<Dataset> {
    return keepWanted(dataset, this.plan, report);
  }

  /** Values on the fixed axes of `target_dimension_grids`. */
  protected interpolate(dataset: Dataset, _context: SourceContext): Promise<Dataset> {
    return alongTargetGrids(dataset, this.plan);
  }

  /** The variables of `skip_cftime_decode` as plain numbers. */
  protected keepNumbers(dataset: Dataset, _context: SourceContext): Dataset {
    return keepNumbers(dataset, this.plan);
  }

  /** What the file tells outside its variables: its name, its attributes. */
  protected addVariables(dataset: Dataset, context: SourceContext): Dataset {
    return withAdded(dataset, this.plan, context);
  }

  /** For subclasses: adds or changes variables. */
  protected addCustomVariables(dataset: Dataset, _context: SourceContext): Dataset | Promise<Dataset> {
    return dataset;
  }

  /** Coordinates that the file lacks, from the template beside the config. */
  protected restoreCoordinates(dataset: Dataset, { report }: SourceContext): Promise<Dataset> {
    return withCoordinates(dataset, this.plan, this.context.openTemplate ?? noTemplate, report);
  }

  /** The axes of `dataset_sort_by` in ascending order. */
  protected sort(dataset: Dataset, _context: SourceContext): Promise<Dataset> {
    return withSortedAxes(dataset, this.plan);
  }

  /** How a new cube is laid out: names, types, chunks, codecs, attributes. Variables that the first files lack are as the schema tells. */
  layout(first: SourceOutline): CubeLayout {
    return layoutCube(first, this.plan);
  }
}

async function noTemplate(): Promise<undefined> {
  return undefined;
}
