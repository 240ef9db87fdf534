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
package io.tsfile.core.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.TsFileConnectorException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document is the same whether it is read at once or an action at a time. */
class LogJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":1,\"actions\":[\n{\"a\":\"x\"},\n{\"a\":\"y\",\"b\":[{}]}\n]}\n",
                " { \"later\" : { \"actions\" : [ 1 ] } , \"actions\" : [ { \"a\" : \"x\" } ] , \"version\" : 1 } ",
                "{\"version\":1,\"actions\":[]}"
            })
    void readsTheSameActionsOneByOne(String document) {
        List<String> atOnce = new ArrayList<>();
        LogJson.read(document.getBytes(UTF_8), "log/1.json").forEach(action -> atOnce.add(action.text("a")));

        assertThat(oneByOne(document)).isEqualTo(atOnce);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{}",
                "{\"actions\":[]}",
                "{\"version\":1}",
                "{\"version\":2,\"actions\":[]}",
                "{\"version\":1,\"actions\":{}}",
                "{\"version\":1,\"actions\":[{\"a\":\"x\"}",
                "{\"version\":1,\"actions\":[{\"a\":\"x\"},]}",
                "{\"version\":1,\"actions\":[7]}",
                "{\"version\":1,\"actions\":[{\"a\":\"x\",\"a\":\"y\"}]}",
                "{\"version\":1,\"actions\":[],\"actions\":[]}",
                "{\"version\":1,\"actions\":[],\"version\":1}",
                "{\"version\":1,\"actions\":[]}{}",
                "{\"version\":1,\"actions\":[]} x"
            })
    void refusesTheSameDocuments(String document) {
        assertThatThrownBy(() -> LogJson.read(document.getBytes(UTF_8), "log/1.json"))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read log/1.json");
        assertThatThrownBy(() -> oneByOne(document))
                .isInstanceOf(TsFileConnectorException.class)
                .hasMessageStartingWith("Cannot read log/1.json");
    }

    @Test
    void namesTheActionThatIsWrong() {
        assertThatThrownBy(() -> oneByOne("{\"version\":1,\"actions\":[{\"a\":\"x\"},{\"b\":\"y\"}]}"))
                .hasMessage("Cannot read log/1.json at actions[1].a: it is missing");
    }

    private static List<String> oneByOne(String document) {
        List<String> texts = new ArrayList<>();
        LogJson.forEach(document.getBytes(UTF_8), "log/1.json", action -> texts.add(action.text("a")));
        return texts;
    }
}
