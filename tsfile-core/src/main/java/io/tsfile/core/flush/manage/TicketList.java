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
package io.tsfile.core.flush.manage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The flushes of one queue in the order of their hand-overs, until they are installed. Only the first one may be installed, so
 * at most one is, and a later one that has ended earlier keeps its files until its turn. Guarded by the manager's lock.
 */
final class TicketList {
    private final Deque<FlushTicket> tickets = new ArrayDeque<>();

    void add(FlushTicket ticket) {
        tickets.addLast(ticket);
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    Stream<FlushTicket> stream() {
        return tickets.stream();
    }

    /** How many have no files yet. */
    int incomplete() {
        return (int) tickets.stream().filter(ticket -> !ticket.isComplete()).count();
    }

    boolean anyRuns() {
        return tickets.stream().anyMatch(FlushTicket::isRunning);
    }

    /** Whether nothing moves before the queue is resumed. */
    boolean isStuck() {
        return !tickets.isEmpty() && tickets.getFirst().hasFailed();
    }

    /** The first one, if it waits for its installation. */
    @Nullable
    FlushTicket installable() {
        FlushTicket first = tickets.peekFirst();
        return first != null && first.isComplete() && first.isDue() ? first : null;
    }

    /**
     * The first one that waits for its flush, while fewer than {@code most} run; none behind one that has failed, since nothing
     * could install it.
     */
    @Nullable
    FlushTicket flushable(int most) {
        if (tickets.stream()
                        .filter(ticket -> ticket.isRunning() && !ticket.isComplete())
                        .count()
                >= most) {
            return null;
        }
        for (FlushTicket ticket : tickets) {
            if (ticket.hasFailed()) {
                return null;
            }
            if (!ticket.isComplete() && ticket.isDue()) {
                return ticket;
            }
        }
        return null;
    }

    /** One and all behind it. */
    List<FlushTicket> from(FlushTicket first) {
        List<FlushTicket> all = new ArrayList<>(tickets);
        return all.subList(all.indexOf(first), all.size());
    }

    /** Those that failed wait again. */
    void resume() {
        for (FlushTicket ticket : clear()) {
            tickets.addAll(ticket.hasFailed() ? ticket.resume() : List.of(ticket));
        }
    }

    /** Forgets the first one, which is installed. */
    void removeFirst(FlushTicket ticket) {
        FlushTicket first = tickets.removeFirst();
        assert first == ticket && first.isInstalled();
    }

    /** Forgets all. */
    List<FlushTicket> clear() {
        List<FlushTicket> all = List.copyOf(tickets);
        tickets.clear();
        return all;
    }
}
