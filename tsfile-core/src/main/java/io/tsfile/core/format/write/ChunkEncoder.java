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
package io.tsfile.core.format.write;

import io.tsfile.core.format.EncodedChunk;
import io.tsfile.core.format.EncodingOptions;
import io.tsfile.core.format.Encodings;
import io.tsfile.core.vector.LongVector;
import io.tsfile.core.vector.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tsfile.common.constant.TsFileConstant;
import org.apache.tsfile.enums.TSDataType;
import org.apache.tsfile.file.metadata.enums.CompressionType;
import org.apache.tsfile.file.metadata.enums.TSEncoding;
import org.apache.tsfile.file.metadata.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Encodes columns as chunks: pages of a fixed number of rows, each compressed by itself. The same rows and settings give
 * the same bytes, whatever was encoded before. Keeps buffers; not thread-safe.
 *
 * <p>How a chunk is encoded, where the user fixed nothing:
 *
 * <ol>
 *   <li>A chunk of fewer than {@value #MIN_SAMPLED} values takes LZ4 and its type's usual encoding, or TS_2DIFF if it holds
 *       floating point numbers with few decimals, so that the small chunks of a series have the same ones and can be joined
 *       without decoding.
 *   <li>For a larger one, a sample of the values tells which encoding is likely the best; that encodes all, and is kept if no
 *       other can be shorter ({@link QuickChoice}). Where that cannot be told, the sample is tried in each encoding ({@link
 *       SampledChoice}); the best encodes all.
 *   <li>If it cannot keep a value, the next best does; at last PLAIN, which keeps all.
 *   <li>The sample may have been misleading: if the outcome is far from what it promised, or the longest page is hardly
 *       longer in the type's usual encoding (LZ4 finds what repeats over more values than a sample has), that encodes all
 *       values, too, and counts if it is shorter by more than a percent.
 * </ol>
 *
 * <p>A fixed encoding is the first in step 3, whatever the size, and needs no sample.
 */
public final class ChunkEncoder {
    /** From how many values on encodings are chosen by a sample. */
    static final int MIN_SAMPLED = 1000;

    private final EncodingOptions options;
    private final ColumnPages column;
    private final ValueCodec times = new ValueCodec(Encodings.TIME, TSDataType.INT64);
    private final Map<TSDataType, List<ValueCodec>> codecs = new EnumMap<>(TSDataType.class);
    private final ChunkSample sample = new ChunkSample();
    private final QuickChoice quickChoice = new QuickChoice();
    private final SampledChoice choice = new SampledChoice();
    private final ChunkAssembler assembler = new ChunkAssembler();
    private ChunkDraft draft = new ChunkDraft();
    private ChunkDraft spare = new ChunkDraft();
    private long fallbacks;

    /**
     * An encoder.
     *
     * @param pageRows rows of every page but the last
     */
    public ChunkEncoder(int pageRows, EncodingOptions options) {
        this.options = options;
        this.column = new ColumnPages(pageRows);
    }

    /** The time chunk of an aligned device. */
    public EncodedChunk times(LongVector values) {
        try {
            column.ofTimes(values);
            if (!draft.make(column, times, compression("", values))) {
                throw new IllegalStateException("Cannot encode times: " + times.encoding() + " lost one");
            }
            return assembler.assemble(
                    "", TSDataType.VECTOR, times.encoding(), TsFileConstant.TIME_COLUMN_MASK & 0xff, column, draft);
        } finally {
            column.release();
        }
    }

    /** A value chunk of an aligned device: its pages have the rows of the time chunk's pages. */
    public EncodedChunk alignedValues(String measurement, LongVector rowTimes, Vector values) {
        if (values.nullCount() == values.size()) {
            return empty(measurement, values.type());
        }
        try {
            column.ofAligned(rowTimes, values);
            return encode(measurement, TsFileConstant.VALUE_COLUMN_MASK);
        } finally {
            column.release();
        }
    }

    /** The chunk of a series with times of its own; no value is null. */
    public EncodedChunk series(String measurement, LongVector ownTimes, Vector values) {
        try {
            column.ofSeries(ownTimes, values);
            return encode(measurement, 0);
        } finally {
            column.release();
        }
    }

    /**
     * How many chunks could not be encoded as the user, or the sample, wanted, because a value would not have come back bit for
     * bit, and were encoded otherwise.
     */
    public long fallbacks() {
        return fallbacks;
    }

    private EncodedChunk encode(String measurement, int mask) {
        Vector values = column.values();
        Optional<CompressionType> compression = compression(measurement, values);
        Optional<TSEncoding> fixed = options.encoding(measurement, values.type());
        ValueCodec codec = fixed.isPresent()
                ? encodeFixed(codec(values.type(), fixed.get()), compression)
                : values.size() < MIN_SAMPLED ? encodeShort(compression) : encodeBest(compression);
        return assembler.assemble(measurement, values.type(), codec.encoding(), mask, column, draft);
    }

    private ValueCodec encodeFixed(ValueCodec codec, Optional<CompressionType> compression) {
        if (codec.prepare(column.values(), 0, column.values().size())) {
            return encodeFirst(List.of(codec), null, compression);
        }
        fallbacks++;
        return encodeFirst(List.of(), null, compression);
    }

    /**
     * Decimal fractions are several times shorter as scaled numbers, at any length of the chunk; where they hardly change, it is
     * a dozen bytes that they may be longer. So nothing need be tried.
     */
    private ValueCodec encodeShort(Optional<CompressionType> compression) {
        TSDataType type = column.values().type();
        if (Encodings.scaled(TSEncoding.TS_2DIFF, type)) {
            ValueCodec decimals = codec(type, TSEncoding.TS_2DIFF);
            if (decimals.prepare(column.values(), 0, column.values().size())
                    && draft.make(column, decimals, compression)) {
                return decimals;
            }
        }
        return encodeFirst(List.of(), null, compression);
    }

    private ValueCodec encodeBest(Optional<CompressionType> compression) {
        List<ValueCodec> codecs = codecs(column.values().type());
        sample.take(column);
        ValueCodec made = null;
        for (ValueCodec likely : quickChoice.likely(sample, column.values().size(), codecs)) {
            made = made == null && draft.make(column, likely, compression) ? likely : made;
        }
        if (made == null) {
            return encodeBestOf(quickChoice.candidates(), null, compression);
        }
        List<ValueCodec> candidates = quickChoice.candidates(made, codecs, column, draft);
        ValueCodec usual = codecs.get(0);
        if (candidates.equals(List.of(usual, made))) {
            return improves(usual, compression) ? usual : made;
        }
        return candidates.size() == 1 ? made : encodeBestOf(candidates, made, compression);
    }

    /**
     * Tries some encodings with the sample and encodes all with the best.
     *
     * @param candidates the usual one among them
     * @param made the one of them that the draft is in, if any
     */
    private ValueCodec encodeBestOf(
            List<ValueCodec> candidates, @Nullable ValueCodec made, Optional<CompressionType> compression) {
        List<SampledChoice.Ranked> ranked = choice.rank(sample, column.values().size(), candidates, compression);
        ValueCodec codec =
                encodeFirst(ranked.stream().map(SampledChoice.Ranked::codec).toList(), made, compression);
        ValueCodec usual = codecs(column.values().type()).get(0);
        long expected = expectedBytes(ranked, codec);
        long actual = draft.stored().size();
        // Less than half is suspicious, too: perhaps all of the sample lay where the values are wild.
        boolean misled = actual > expected + expected / 10 || actual < expected / 2;
        boolean better = codec != usual
                && (misled || usualMayBeShorter(usual, expectedBytes(ranked, usual), compression))
                && improves(usual, compression);
        return better ? usual : codec;
    }

    /** Encodes all values in another encoding, too, which is the draft then if it is shorter by more than a percent. */
    private boolean improves(ValueCodec other, Optional<CompressionType> compression) {
        long bytes = draft.stored().size();
        if (!spare.make(column, other, compression) || spare.stored().size() >= bytes - bytes / 100) {
            return false;
        }
        ChunkDraft better = spare;
        spare = draft;
        draft = better;
        return true;
    }

    /**
     * Whether the longest page is shorter in the usual encoding, or so little longer that the other pages may decide.
     *
     * <p>Where it is far longer, the page's beginning alone shows that: as much of it as should take all bytes that the page may
     * have, and a quarter more.
     *
     * @param expected bytes of the whole chunk in the usual encoding, as far as the sample tells
     */
    private boolean usualMayBeShorter(ValueCodec usual, long expected, Optional<CompressionType> compression) {
        int page = draft.stored().longest();
        long chosen = draft.stored().length(page);
        // What LZ4 cannot shorten repeats nothing that the sample did not show.
        long margin = draft.compression() == CompressionType.UNCOMPRESSED ? 0 : chosen / 10;
        long most = chosen + margin;
        int count = column.valueCount(page);
        double needed = 1.25 * most * column.values().size() / Math.max(1, expected);
        return (needed > count / 2.0 || spare.pageBytes(column, page, (int) needed, usual, compression) < most)
                && spare.pageBytes(column, page, count, usual, compression) < most;
    }

    private static long expectedBytes(List<SampledChoice.Ranked> ranked, ValueCodec codec) {
        for (SampledChoice.Ranked candidate : ranked) {
            if (candidate.codec() == codec) {
                return candidate.bytes();
            }
        }
        return 0;
    }

    /**
     * Fills the draft with the first encoding that keeps all values: of {@code wanted}, then the usual one, then PLAIN.
     *
     * @param made the one that the draft is in already, if any
     */
    private ValueCodec encodeFirst(
            List<ValueCodec> wanted, @Nullable ValueCodec made, Optional<CompressionType> compression) {
        List<ValueCodec> candidates = new ArrayList<>(wanted);
        TSDataType type = column.values().type();
        candidates.add(codecs(type).get(0));
        candidates.add(codec(type, TSEncoding.PLAIN));
        for (ValueCodec candidate : candidates) {
            if (candidate == made || draft.make(column, candidate, compression)) {
                fallbacks += candidate == candidates.get(0) ? 0 : 1;
                return candidate;
            }
        }
        throw new IllegalStateException("Cannot encode values of type " + type + ": PLAIN lost one");
    }

    /** A column's compression where it is fixed, or where the chunk is too small for a choice. */
    private Optional<CompressionType> compression(String measurement, Vector values) {
        Optional<CompressionType> fixed = options.compression(measurement);
        return fixed.isPresent() || values.size() >= MIN_SAMPLED ? fixed : Optional.of(Encodings.COMPRESSION);
    }

    private EncodedChunk empty(String measurement, TSDataType type) {
        return new EncodedChunk(
                measurement,
                type,
                options.compression(measurement).orElse(Encodings.COMPRESSION),
                options.encoding(measurement, type).orElse(Encodings.of(type)),
                TsFileConstant.VALUE_COLUMN_MASK,
                0,
                Statistics.getStatsByType(type),
                new byte[0]);
    }

    private ValueCodec codec(TSDataType type, TSEncoding encoding) {
        return codecs(type).get(Encodings.possible(type).indexOf(encoding));
    }

    /** The codecs of a type in the order of {@link Encodings#possible}. */
    private List<ValueCodec> codecs(TSDataType type) {
        return codecs.computeIfAbsent(
                type,
                t -> Encodings.possible(t).stream()
                        .map(encoding -> new ValueCodec(encoding, t))
                        .toList());
    }
}
