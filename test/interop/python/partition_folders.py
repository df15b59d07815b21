"""Writes tables with pyarrow, partitioned by their column `p`; tells the folders of each as JSON.

    python partition_folders.py TABLE.parquet…
"""

import json
import os
import sys
import tempfile

import pyarrow.parquet as pq


def folders(path):
    with tempfile.TemporaryDirectory() as folder:
        pq.write_to_dataset(pq.read_table(path), folder, partition_cols=["p"])
        return sorted(os.listdir(folder))


print(json.dumps({path: folders(path) for path in sys.argv[1:]}))
