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

import io.tsfile.core.TsFileConnectorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A procedure of a catalog: its parameters, the columns of its answer, and what it does. Stateless. */
abstract class SystemProcedure implements UnboundProcedure, BoundProcedure {
    /** The parameter of all procedures that work on a table. */
    static final String TABLE = "table";

    private final String name;
    private final String description;
    private final StructType result;
    private final ProcedureParameter[] parameters;

    SystemProcedure(String name, String description, StructType result, ProcedureParameter... parameters) {
        this.name = name;
        this.description = description;
        this.result = result;
        this.parameters = parameters.clone();
    }

    /**
     * Does it.
     *
     * @throws TsFileConnectorException if an argument cannot be; then nothing was changed
     */
    abstract void run(Arguments arguments, Answer answer) throws IOException;

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final BoundProcedure bind(StructType inputType) {
        return this;
    }

    @Override
    public final boolean isDeterministic() {
        return false;
    }

    @Override
    public final ProcedureParameter[] parameters() {
        return parameters.clone();
    }

    @Override
    public final Iterator<Scan> call(InternalRow input) {
        Answer answer = new Answer(result);
        try {
            run(new Arguments(name, parameters, input), answer);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot finish procedure " + name + ": " + e.getMessage(), e);
        }
        return List.<Scan>of(answer).iterator();
    }

    static ProcedureParameter table() {
        return ProcedureParameter.in(TABLE, DataTypes.StringType)
                .comment("the table's name, with or without the catalog and the namespace, or tsfile.`folder`")
                .build();
    }

    /** A parameter that need not be given. */
    static ProcedureParameter optional(String name, DataType type, String otherwise, String comment) {
        return ProcedureParameter.in(name, type)
                .defaultValue(otherwise)
                .comment(comment)
                .build();
    }

    static ProcedureParameter required(String name, DataType type, String comment) {
        return ProcedureParameter.in(name, type).comment(comment).build();
    }
}
