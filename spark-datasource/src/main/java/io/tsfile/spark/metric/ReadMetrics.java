/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.spark.metric;

import io.tsfile.core.scan.ScanCounts;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What Spark shows of a scan beside it, in its UI and in {@code explain("formatted")} of what ran. Spark makes the metrics by their
 * classes' names, each without arguments.
 */
public final class ReadMetrics {
    private ReadMetrics() {}

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** All of them. */
    public static CustomMetric[] all() {
        return new CustomMetric[] {
            new Sections(),
            new Files(),
            new Devices(),
            new Bytes(),
            new ChunksRead(),
            new ChunksSpared(),
            new Pages(),
            new PagesSpared(),
            new Rows(),
            new MergedRows()
        };
    }

    /**
     * Of a task.
     *
     * @param bytes that were read of files, their indexes included
     */
    public static CustomTaskMetric[] of(ScanCounts counts, long bytes) {
        return new CustomTaskMetric[] {
            new Value(Sections.NAME, 1),
            new Value(Files.NAME, counts.files()),
            new Value(Devices.NAME, counts.devices()),
            new Value(Bytes.NAME, bytes),
            new Value(ChunksRead.NAME, counts.chunks()),
            new Value(ChunksSpared.NAME, counts.sparedChunks()),
            new Value(Pages.NAME, counts.pages()),
            new Value(PagesSpared.NAME, counts.sparedPages()),
            new Value(Rows.NAME, counts.rows()),
            new Value(MergedRows.NAME, counts.mergedRows())
        };
    }

    private abstract static class Sum extends CustomSumMetric {
        private final String name;
        private final String description;

        Sum(String name, String description) {
            this.name = name;
            this.description = description;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return description;
        }
    }

    /** Sections: what one task reads, and no other. */
    public static final class Sections extends Sum {
        static final String NAME = "tsfileSections";

        /** Made by Spark. */
        public Sections() {
            super(NAME, "sections");
        }
    }

    /** Files that were opened; one that serves several sections counts in each. */
    public static final class Files extends Sum {
        static final String NAME = "tsfileFiles";

        /** Made by Spark. */
        public Files() {
            super(NAME, "files read");
        }
    }

    /** Devices. */
    public static final class Devices extends Sum {
        static final String NAME = "tsfileDevices";

        /** Made by Spark. */
        public Devices() {
            super(NAME, "devices found");
        }
    }

    /** Bytes. */
    public static final class Bytes extends Sum {
        static final String NAME = "tsfileBytes";

        /** Made by Spark. */
        public Bytes() {
            super(NAME, "bytes read");
        }
    }

    /** Chunks whose bytes were read. */
    public static final class ChunksRead extends Sum {
        static final String NAME = "tsfileChunksRead";

        /** Made by Spark. */
        public ChunksRead() {
            super(NAME, "chunks read");
        }
    }

    /** Chunks of rows that the index told enough of. */
    public static final class ChunksSpared extends Sum {
        static final String NAME = "tsfileChunksSpared";

        /** Made by Spark. */
        public ChunksSpared() {
            super(NAME, "chunks spared by statistics");
        }
    }

    /** Pages. */
    public static final class Pages extends Sum {
        static final String NAME = "tsfilePages";

        /** Made by Spark. */
        public Pages() {
            super(NAME, "pages decoded");
        }
    }

    /** Pages of chunks that were read which were not needed. */
    public static final class PagesSpared extends Sum {
        static final String NAME = "tsfilePagesSpared";

        /** Made by Spark. */
        public PagesSpared() {
            super(NAME, "pages skipped by statistics");
        }
    }

    /** Rows that were given to Spark. */
    public static final class Rows extends Sum {
        static final String NAME = "tsfileRows";

        /** Made by Spark. */
        public Rows() {
            super(NAME, "rows read");
        }
    }

    /** Rows that were put together from several files. */
    public static final class MergedRows extends Sum {
        static final String NAME = "tsfileMergedRows";

        /** Made by Spark. */
        public MergedRows() {
            super(NAME, "rows merged");
        }
    }
}
