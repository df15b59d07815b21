import { error, type Finding } from '../finding.js';
import { isObject } from '../json.js';
import { objectIn, type RuleSubject } from './rule-subject.js';

/** The two ways to tell how a CSV file is read exclude each other. */
export function csvFindings({ document }: RuleSubject): Finding[] {
  const { pandas_read_csv_config: pandas, polars_read_csv_config: polars } = objectIn(document, 'csv_config');
  if (!isObject(pandas) || !isObject(polars)) return [];
  return [error('/csv_config', "'pandas_read_csv_config' and 'polars_read_csv_config' exclude each other; keep one")];
}
