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

/** What a part of a checkpoint holds. */
enum PartKind {
    /** Live files with their hides. */
    FILES("files", 1),
    /** How far writers have come. */
    WRITERS("writers", 2),
    /** Deletions from the table, and paths about to be deleted, as actions of the log. */
    ACTIONS("actions", 0);

    private final String text;
    private final int code;

    PartKind(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /** Its name in a manifest. */
    String text() {
        return text;
    }

    /** Its number in the head of a part; 0 where the part is a document of actions, like an entry. */
    int code() {
        return code;
    }
}
