package io.millrace.broker.log;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.segment.FileRegion;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.RecordsRegion;
import io.millrace.broker.log.segment.SegmentList;
import io.millrace.broker.log.segment.SegmentReader;
import io.millrace.broker.log.segment.TailRegion;
import io.millrace.broker.log.segment.TimestampSearch;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** The read path of one partition. Takes no lock: it works on one list of segments and on published offsets. */
final class LogReader {
    private static final int ATTEMPTS = 4;

    private final LogParts parts;

    LogReader(LogParts parts) {
        this.parts = parts;
    }

    RecordsSlice read(long offset, int maxBytes, boolean minOneBatch, long endOffsetExclusive) {
        long logEndOffset = parts.logEndOffset;
        if (offset < parts.logStartOffset || offset > logEndOffset) {
            throw outOfRange(offset, logEndOffset);
        }
        long limit = Math.min(endOffsetExclusive, logEndOffset);
        if (offset >= limit) {
            return MemoryRecordsSlice.EMPTY;
        }
        boolean dense = !parts.config.cleanup().compact() && offset >= parts.holesBelow;
        return read(new SegmentReader.Request(offset, maxBytes, minOneBatch, limit, dense), ATTEMPTS);
    }

    /** A segment may be removed or rewritten under a reader's hands, who then looks again. */
    private RecordsSlice read(SegmentReader.Request request, int attempts) {
        List<LogSegment> present = parts.segments.all();
        try {
            for (int index = SegmentList.floorIndex(present, request.offset()); index < present.size(); index++) {
                SegmentReader.Answer answer = SegmentReader.read(present.get(index), request);
                if (!answer.lookFurther()) {
                    return sliceOf(answer.region());
                }
            }
            return MemoryRecordsSlice.EMPTY;
        } catch (IOException failure) {
            if (request.offset() < parts.logStartOffset) {
                throw outOfRange(request.offset(), parts.logEndOffset);
            }
            if (attempts > 1 && !present.equals(parts.segments.all())) {
                return read(request, attempts - 1);
            }
            throw parts.directory.readFailed(failure);
        }
    }

    private static RecordsSlice sliceOf(RecordsRegion region) {
        if (region == null) {
            return MemoryRecordsSlice.EMPTY;
        }
        return region instanceof FileRegion file
                ? new FileRecordsSlice(file)
                : MemoryRecordsSlice.of((TailRegion) region);
    }

    Optional<TimestampedOffset> offsetForTimestamp(long timestampMs, long endOffsetExclusive) {
        long startOffset = parts.logStartOffset;
        try {
            for (LogSegment segment : parts.segments.all()) {
                if (segment.baseOffset() >= endOffsetExclusive) {
                    break;
                }
                if (segment.largestTimestampMs() >= timestampMs) {
                    Optional<TimestampSearch.Found> found =
                            TimestampSearch.firstAtOrAfter(segment, timestampMs, startOffset, endOffsetExclusive);
                    if (found.isPresent()) {
                        return found.map(LogReader::toOffset);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw parts.directory.readFailed(failure);
        }
    }

    Optional<TimestampedOffset> offsetOfMaxTimestamp(long endOffsetExclusive) {
        long startOffset = parts.logStartOffset;
        try {
            LogSegment youngest = null;
            for (LogSegment segment : parts.segments.all()) {
                boolean inReach = segment.baseOffset() < endOffsetExclusive && segment.nextOffset() > startOffset;
                if (inReach && (youngest == null || segment.largestTimestampMs() > youngest.largestTimestampMs())) {
                    youngest = segment;
                }
            }
            return youngest == null || youngest.largestTimestampMs() < 0
                    ? Optional.empty()
                    : TimestampSearch.latest(youngest, startOffset, endOffsetExclusive)
                            .map(LogReader::toOffset);
        } catch (IOException failure) {
            throw parts.directory.readFailed(failure);
        }
    }

    List<AbortedTransaction> abortedTransactions(long fromOffset, long endOffsetExclusive) {
        if (parts.isRefused()) {
            // A marker may be among what cannot be read, and then records would look committed that are not.
            throw new LogException(
                    Errors.CORRUPT_MESSAGE,
                    "which transactions were aborted is not known in " + parts.identity + ": " + parts.damage());
        }
        List<AbortedTransaction> found = new ArrayList<>();
        List<LogSegment> present = parts.segments.all();
        try {
            for (int index = SegmentList.floorIndex(present, fromOffset); index < present.size(); index++) {
                if (present.get(index).collectAborted(fromOffset, endOffsetExclusive, found)) {
                    break;
                }
            }
            return found;
        } catch (IOException failure) {
            throw parts.directory.readFailed(failure);
        }
    }

    private LogException outOfRange(long offset, long logEndOffset) {
        return new LogException(
                Errors.OFFSET_OUT_OF_RANGE,
                "offset " + offset + " is outside of " + parts.logStartOffset + " to " + logEndOffset + " in "
                        + parts.identity);
    }

    private static TimestampedOffset toOffset(TimestampSearch.Found found) {
        return new TimestampedOffset(found.timestampMs(), found.offset(), found.leaderEpoch());
    }
}
