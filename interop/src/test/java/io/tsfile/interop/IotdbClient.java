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
package io.tsfile.interop;

import io.tsfile.core.testing.ObjectRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.iotdb.isession.SessionDataSet;
import org.apache.iotdb.rpc.IoTDBConnectionException;
import org.apache.iotdb.rpc.StatementExecutionException;
import org.apache.iotdb.session.Session;
import org.apache.tsfile.read.common.Field;
import org.apache.tsfile.read.common.RowRecord;
import org.jspecify.annotations.Nullable;

/** A session with the server. */
final class IotdbClient implements AutoCloseable {
    private final Session session;
    private final boolean timeFirst;

    private IotdbClient(IotdbServer server, String dialect) throws IoTDBConnectionException {
        this.timeFirst = dialect.equals("tree");
        this.session = new Session.Builder()
                .host("127.0.0.1")
                .port(server.port())
                .username("root")
                .password("root")
                .sqlDialect(dialect)
                .build();
        session.open();
    }

    /** A session that speaks the tree model's SQL. */
    static IotdbClient tree(IotdbServer server) throws IoTDBConnectionException {
        return new IotdbClient(server, "tree");
    }

    /** A session that speaks the table model's SQL. */
    static IotdbClient table(IotdbServer server) throws IoTDBConnectionException {
        return new IotdbClient(server, "table");
    }

    /** Runs a statement that has no answer. */
    void execute(String sql) throws IoTDBConnectionException, StatementExecutionException {
        session.executeNonQueryStatement(sql);
    }

    /**
     * Runs a query.
     *
     * @return rows of values in the form of {@link ObjectRow}; in the tree model, where the time is no column of SQL, it
     *     comes first
     */
    List<List<@Nullable Object>> query(String sql) throws IoTDBConnectionException, StatementExecutionException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (SessionDataSet answer = session.executeQueryStatement(sql)) {
            while (answer.hasNext()) {
                RowRecord row = answer.next();
                List<@Nullable Object> values = new ArrayList<>();
                if (timeFirst && answer.getColumnNames().get(0).equals("Time")) {
                    values.add(row.getTimestamp());
                }
                for (Field field : row.getFields()) {
                    values.add(value(field));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    @Override
    public void close() throws IoTDBConnectionException {
        session.close();
    }

    private static @Nullable Object value(Field field) {
        if (field.getDataType() == null) {
            return null;
        }
        return switch (field.getDataType()) {
            case BOOLEAN -> field.getBoolV();
            case INT32, DATE -> field.getIntV();
            case INT64, TIMESTAMP -> field.getLongV();
            case FLOAT -> field.getFloatV();
            case DOUBLE -> field.getDoubleV();
            case TEXT, STRING, BLOB -> ObjectRow.Bytes.of(field.getBinaryV().getValues());
            default -> throw new IllegalArgumentException("Cannot read a value of type " + field.getDataType());
        };
    }
}
