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
package io.tsfile.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tsfile.core.model.TableSchema;
import io.tsfile.flink.source.ReadProgress.Phase;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.mocks.MockSplitEnumeratorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which split when; splits are named by commit and place, as {@code "5-0"}. */
@SuppressWarnings("try") // Flink's close() may throw any exception.
class EnumeratorTest {
    private static final UUID TABLE = new UUID(1, 2);

    private final MockSplitEnumeratorContext<TsFileSplit> context = new MockSplitEnumeratorContext<>(2);
    private final Looks looks = new Looks();

    EnumeratorTest() {
        register(0);
        register(1);
    }

    @AfterEach
    void closeContext() throws Exception {
        context.close();
    }

    @Test
    void handsOutASnapshotAndEnds() throws Throwable {
        looks.find(Phase.DONE, 6, "5-0", "5-1", "5-2");
        TsFileEnumerator enumerator = start(ReadProgress.START, 0);
        enumerator.handleSplitRequest(1, null);
        look();

        enumerator.handleSplitRequest(0, null);
        enumerator.handleSplitRequest(1, null);
        assertThat(assigned()).containsExactly("1: 5-0", "0: 5-1", "1: 5-2");
        assertThat(context.hasNoMoreSplits(1)).isFalse();

        enumerator.handleSplitRequest(0, null);
        assertThat(context.hasNoMoreSplits(0)).isTrue();
        assertThat(context.hasNoMoreSplits(1)).isFalse();
        enumerator.handleSplitRequest(1, null);
        assertThat(context.hasNoMoreSplits(1)).isTrue();
    }

    @Test
    void handsOutACommitWhenNobodyReadsAnEarlierOne() throws Throwable {
        looks.find(Phase.FOLLOW, 6, "5-0", "5-1", "5-2");
        looks.find(Phase.FOLLOW, 8, "7-0", "7-1");
        TsFileEnumerator enumerator = start(ReadProgress.START, 100);
        enumerator.handleSplitRequest(0, null);
        enumerator.handleSplitRequest(1, null);
        look();
        look();
        enumerator.handleSplitRequest(1, null);
        enumerator.handleSplitRequest(1, null);
        assertThat(assigned()).as("reader 0 has not finished 5-0").containsExactly("0: 5-0", "1: 5-1", "1: 5-2");
        assertThat(done()).isEmpty();

        enumerator.handleSplitRequest(0, null);
        assertThat(assigned()).endsWith("0: 7-0", "1: 7-1");
        assertThat(done()).containsExactly("5");

        enumerator.handleSplitRequest(0, null);
        enumerator.handleSplitRequest(1, null);
        assertThat(done()).containsExactly("5", "7");
    }

    @Test
    void looksForMoreOnlyWhenFewSplitsAreLeft() throws Throwable {
        String[] many = new String[40];
        Arrays.setAll(many, i -> "5-" + i);
        looks.find(Phase.FOLLOW, 6, many);
        looks.find(Phase.FOLLOW, 7, "6-0");
        TsFileEnumerator enumerator = start(ReadProgress.START, 100);
        look();
        context.runPeriodicCallable(0);
        assertThat(context.getOneTimeCallables()).isEmpty();

        for (int i = 0; i < 40 - 16; i++) {
            enumerator.handleSplitRequest(0, null);
        }
        assertThat(context.getOneTimeCallables()).hasSize(1);
        look();
        assertThat(enumerator.snapshotState(1).next()).isEqualTo(7);
    }

    @Test
    void goesOnFromItsState() throws Throwable {
        looks.find(Phase.FOLLOW, 7, "5-0", "5-1", "6-0");
        TsFileEnumerator first = start(ReadProgress.START, 100);
        first.handleSplitRequest(0, null);
        look();
        ProgressSerializer serializer = new ProgressSerializer();
        ReadProgress state = serializer.deserialize(1, serializer.serialize(first.snapshotState(1)));
        assertThat(state.next()).isEqualTo(7);
        assertThat(state.pending()).extracting(TsFileSplit::splitId).containsExactly("5-1", "6-0");

        // Reader 0 holds 5-0 in its own state.
        looks.find(Phase.FOLLOW, 7);
        try (MockSplitEnumeratorContext<TsFileSplit> other = new MockSplitEnumeratorContext<>(2)) {
            other.registerReader(new ReaderInfo(0, "host"));
            other.registerReader(new ReaderInfo(1, "host"));
            TsFileEnumerator second = new TsFileEnumerator(other, looks, 100, state);
            second.start();
            second.handleSplitRequest(1, null);
            second.handleSplitRequest(1, null);
            assertThat(assigned(other)).containsExactly("1: 5-1");
            second.handleSplitRequest(0, null);
            assertThat(assigned(other)).containsExactly("1: 5-1", "0: 6-0");
        }
    }

    @Test
    void handsOutAgainWhatAFailedReaderHad() throws Throwable {
        looks.find(Phase.FOLLOW, 7, "5-0", "5-1", "6-0", "6-1");
        TsFileEnumerator enumerator = start(ReadProgress.START, 100);
        enumerator.handleSplitRequest(0, null);
        enumerator.handleSplitRequest(1, null);
        look();
        enumerator.handleSplitRequest(1, null);

        context.unregisterReader(1);
        enumerator.addSplitsBack(List.of(split("5-1")), 1);
        enumerator.handleSplitRequest(0, null);
        assertThat(assigned()).containsExactly("0: 5-0", "1: 5-1", "0: 5-1");

        register(1);
        enumerator.handleSplitRequest(0, null);
        assertThat(assigned()).as("reader 1 may hold something").hasSize(3);
        enumerator.handleSplitRequest(1, null);
        assertThat(assigned()).endsWith("0: 6-0", "1: 6-1");
    }

    @Test
    void bearsAStoreThatFailsNowAndThen() throws Throwable {
        looks.find(Phase.FOLLOW, 6);
        looks.fail(new IOException("slow down"));
        looks.find(Phase.FOLLOW, 7, "6-0");
        for (int i = 0; i < 5; i++) {
            looks.fail(new IOException("gone"));
        }
        TsFileEnumerator enumerator = start(ReadProgress.START, 100);
        look();
        look();
        context.runPeriodicCallable(0);
        look();
        assertThat(enumerator.snapshotState(1).pending()).hasSize(1);

        for (int i = 0; i < 4; i++) {
            context.runPeriodicCallable(0);
            look();
        }
        context.runPeriodicCallable(0);
        assertThatThrownBy(this::look).hasMessageContaining("Cannot find splits").hasRootCauseMessage("gone");
    }

    private TsFileEnumerator start(ReadProgress progress, long discoveryMillis) {
        TsFileEnumerator enumerator = new TsFileEnumerator(context, looks, discoveryMillis, progress);
        enumerator.start();
        return enumerator;
    }

    private void register(int reader) {
        context.registerReader(new ReaderInfo(reader, "host"));
    }

    private void look() throws Throwable {
        context.runNextOneTimeCallable();
    }

    private List<String> assigned() {
        return assigned(context);
    }

    private static List<String> assigned(MockSplitEnumeratorContext<TsFileSplit> by) {
        List<String> assigned = new ArrayList<>();
        by.getSplitsAssignmentSequence().forEach(each -> each.assignment()
                .forEach((reader, splits) -> splits.forEach(split -> assigned.add(reader + ": " + split.splitId()))));
        return assigned;
    }

    /** The commits that readers were told of, one after the other, each of them both readers. */
    private List<String> done() throws Exception {
        List<SourceEvent> first = context.getSentSourceEvent().getOrDefault(0, List.of());
        List<SourceEvent> second = context.getSentSourceEvent().getOrDefault(1, List.of());
        assertThat(first).isEqualTo(second);
        return first.stream()
                .map(event -> String.valueOf(((CommitDone) event).commit()))
                .toList();
    }

    private static TsFileSplit split(String id) {
        return new TsFileSplit(
                id,
                Long.parseLong(id.substring(0, id.indexOf('-'))),
                TableSchema.ofTable("t", List.of()),
                List.of(),
                ReadSettings.NO_LIMIT,
                SplitPosition.START);
    }

    /** What looks find, one after the other. */
    private static final class Looks implements SplitFeed {
        private final Deque<Object> results = new ArrayDeque<>();

        void find(Phase phase, long next, String... splits) {
            boolean more = phase == Phase.FOLLOW;
            results.add(new Look(
                    phase,
                    TABLE,
                    next,
                    Arrays.stream(splits).map(EnumeratorTest::split).toList(),
                    more,
                    next - 1));
        }

        void fail(IOException failure) {
            results.add(failure);
        }

        @Override
        public Look look(ReadProgress reached) throws IOException {
            Object result = results.remove();
            if (result instanceof IOException failure) {
                throw failure;
            }
            return (Look) result;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
