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
package io.tsfile.spark.procedure;

import io.tsfile.core.format.check.CheckDepth;
import io.tsfile.core.maintenance.Verify;
import io.tsfile.core.maintenance.VerifyReport;
import io.tsfile.core.model.DataFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code CALL ts.system.verify('plant.motors', depth => 'checksum')}. */
final class VerifyProcedure extends SystemProcedure {
    private static final String NAME = "verify";
    private static final String DEPTH = "depth";

    private final NamedTables tables;

    VerifyProcedure(NamedTables tables) {
        super(
                NAME,
                "looks whether the files of a table are whole and as the log describes them",
                new StructType()
                        .add("path", DataTypes.StringType, false)
                        .add("bytes", DataTypes.LongType, false)
                        .add("good", DataTypes.BooleanType, false)
                        .add("problems", DataTypes.StringType, true),
                table(),
                optional(
                        DEPTH,
                        DataTypes.StringType,
                        "'structure'",
                        "how much of each file is looked at: structure, checksum or values"));
        this.tables = tables;
    }

    @Override
    void run(Arguments arguments, Answer answer) throws IOException {
        CheckDepth depth = arguments.choice(DEPTH, CheckDepth.class);
        tables.with(NAME, arguments.text(TABLE), table -> {
            List<DataFile> looked = new ArrayList<>();
            VerifyReport report = Verify.run(table, depth, looked::add);
            Map<String, String> problems = new HashMap<>();
            report.findings().forEach(finding -> problems.put(finding.path(), String.join("; ", finding.problems())));
            for (DataFile file : looked) {
                String wrong = problems.get(file.path());
                answer.add(file.path(), file.length(), wrong == null, wrong);
            }
        });
    }
}
