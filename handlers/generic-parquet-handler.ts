import {
  addedColumn,
  applySchema,
  COMMON_METADATA,
  cellColumn,
  checkDimensions,
  checkPartitions,
  type Dataset,
  decodeColumns,
  findRepetition,
  Handler,
  type HandlerContext,
  hintVariables,
  keepPositions,
  keepTimes,
  type ObjectSink,
  partitionRows,
  periodColumn,
  planTable,
  positionsOf,
  type Sidecar,
  type SourceContext,
  sidecarKeyValues,
  type Table,
  type TablePlan,
  timeColumn,
  toTable,
  wantedVariables,
} from 'cloud-optimised/handler';

/**
 * Publishes files as rows of a hive-partitioned Parquet dataset. Each step is a small method to override; `preprocess` tells
 * their order.
 */
export class GenericParquetHandler extends Handler<Table> {
  static override readonly writes: 'parquet' | 'zarr' = 'parquet';

  /** What the config wants, with all defaults filled in. */
  protected readonly plan: TablePlan;

  constructor(context: HandlerContext) {
    super(context);
    this.plan = planTable(context.config);
  }

  /** The column that partitions by time is read as text: a time out of range costs its row, not the file. */
  override csvTypes(): Readonly<Record<string, string>> {
    const { time } = this.plan;
    return { ...super.csvTypes(), ...(time && { [time.variable]: 'string' }) };
  }

  async preprocess(opened: Dataset | Table, context: SourceContext): Promise<Table> {
    let table = opened.kind === 'dataset' ? await this.readDataset(opened, context) : this.readTable(opened, context);
    table = this.addColumns(table, context);
    table = await this.addCustomColumns(table, context);
    table = this.addTimestamp(table, context);
    table = this.removeBadTimestamps(table, context);
    table = this.addPolygon(table, context);
    return this.applySchema(table, context);
  }

  /** Lays the variables of a file out as rows: one for each combination of the dimensions that they have. */
  protected async readDataset(dataset: Dataset, { report }: SourceContext): Promise<Table> {
    checkDimensions(dataset, this.plan);
    await hintVariables(dataset, dataset.variables.values(), this.plan, report);
    const decoded = await decodeColumns(dataset, wantedVariables(dataset, this.plan), this.plan);
    const { times, variables } = findRepetition(decoded, dataset.dimensions, this.plan);
    if (times > 1)
      report.warn(`each observation is repeated ${times} times, for each value of ${variables.join(', ')}`);
    return toTable(dataset, decoded, times);
  }

  /** Takes a source that is a table already (CSV, Parquet) as it is, without the config's `drop_variables`. */
  protected readTable(table: Table, _context: SourceContext): Table {
    return table.without(...this.plan.dropped);
  }

  /** Adds what the file tells outside its variables: its name, its attributes. */
  protected addColumns(table: Table, context: SourceContext): Table {
    return this.plan.added.reduce((sofar, added) => {
      const column = addedColumn(added, sofar, context);
      return column ? sofar.with(added.name, column) : sofar;
    }, table);
  }

  /** For subclasses: adds or changes columns before rows are placed in time and space. */
  protected addCustomColumns(table: Table, _context: SourceContext): Table | Promise<Table> {
    return table;
  }

  /** Adds the period of each row. */
  protected addTimestamp(table: Table, { source }: SourceContext): Table {
    const { time } = this.plan;
    if (!time) return table;
    const times = timeColumn(table, time, source.uri);
    return table.with(time.variable, times).with(time.column, periodColumn(times, time));
  }

  /** Leaves out rows without a time from 1900 to the end of next year, and counts them. */
  protected removeBadTimestamps(table: Table, context: SourceContext): Table {
    const { time } = this.plan;
    return time ? table.filter(keepTimes(table, timeColumn(table, time, context.source.uri), context)) : table;
  }

  /** Adds the cell of each row; leaves out rows without a position in the valid range, and counts them. */
  protected addPolygon(table: Table, context: SourceContext): Table {
    const { space } = this.plan;
    if (!space) return table;
    const positions = positionsOf(table, space, context.source.uri);
    const kept = table.filter(keepPositions(table, positions, this.plan, context));
    const keptPositions = kept === table ? positions : positionsOf(kept, space, context.source.uri);
    return kept.with(space.column, cellColumn(keptPositions, space));
  }

  /** Exactly the columns of the schema, in its order and with its types. */
  protected applySchema(table: Table, context: SourceContext): Table {
    return applySchema(table, this.plan, context);
  }

  async publish(table: Table, { source }: SourceContext, sink: ObjectSink): Promise<number> {
    if (table.rows === 0) return 0;
    checkPartitions(table, this.plan, source.uri);
    const partitions = partitionRows(table, this.plan.partitions);
    await sink.announce(partitions.map(({ directory }) => directory));
    const columns = table.without(...this.plan.partitions);
    for (const { directory, rows } of partitions) await sink.put(directory, await this.encode(rowsOf(columns, rows)));
    return table.rows;
  }

  /** One object of the dataset. */
  protected encode(table: Table): Promise<Uint8Array> {
    return this.context.tableWriter.encode(table, this.plan.stored, this.plan.encoding);
  }

  override async postprocess(): Promise<readonly Sidecar[]> {
    return [await this.addMetadataSidecar()];
  }

  /** The schema of the dataset with the attributes of its columns, for readers that want them without opening data. */
  protected async addMetadataSidecar(): Promise<Sidecar> {
    const keyValues = sidecarKeyValues(this.context.config, this.plan);
    return { key: COMMON_METADATA, data: await this.context.tableWriter.encodeSchema(this.plan.fields, keyValues) };
  }
}

function rowsOf(table: Table, rows: Uint32Array): Table {
  return rows.length === table.rows ? table : table.take(rows);
}
