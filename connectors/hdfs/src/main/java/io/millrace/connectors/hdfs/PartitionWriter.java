package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.commit.OffsetRequest;
import io.millrace.connectors.hdfs.commit.PartitionChain;
import io.millrace.connectors.hdfs.commit.Territory;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the records of one topic partition into committed files.
 *
 * <p>It either owns the partition (it has a chain) or is parked: the file system failed, reading is paused, and the
 * next attempt is due at a known time. An error gives up whatever is not committed and rewinds; it never asks for the
 * same batch again, because the records of earlier batches in the abandoned files must come again too.
 */
final class PartitionWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionWriter.class);

    private static final long NONE = Long.MAX_VALUE;

    private final TopicPartition partition;
    private final WriterSettings settings;
    private final Territory territory;
    private final SinkTaskContext context;
    private final PoisonRecords poison;
    private final OpenFiles files;
    private final Rotation rotation;

    private PartitionChain chain;
    private PartitionChain interrupted;
    private long position = -1;
    private long askedOffset = -1;
    private long firstMissing = NONE;
    private long retryAtMs;
    private int failureCount;

    PartitionWriter(TopicPartition partition, WriterSettings settings, Territory territory, SinkTaskContext context) {
        this.partition = partition;
        this.settings = settings;
        this.territory = territory;
        this.context = context;
        this.poison = new PoisonRecords(context.errantRecordReporter());
        this.files = new OpenFiles(territory, partition, settings);
        this.rotation = new Rotation(settings.rotation());
    }

    /** Takes the partition over and tells the worker where to read on. */
    void open(long nowMs) {
        try {
            chain = interrupted == null ? PartitionChain.adopt(territory, partition) : interrupted.recover();
        } catch (IOException e) {
            park(e, nowMs);
            return;
        }
        OptionalLong next = chain.nextOffset();
        position = next.orElse(-1);
        if (next.isPresent()) {
            ask(next.getAsLong());
        } else if (firstMissing != NONE) {
            ask(firstMissing);
        }
        if (firstMissing < position) {
            // It was committed after all.
            firstMissing = NONE;
        }
        if (interrupted != null || retryAtMs != 0) {
            context.resume(partition);
        }
        interrupted = null;
    }

    /** Takes a record; one that is in a file already is left out. */
    void accept(SinkRecord given, long nowMs) {
        long offset = given.originalKafkaOffset();
        if (offset < askedOffset) {
            throw isOfAnotherTopic(offset);
        }
        if (chain == null) {
            firstMissing = Math.min(firstMissing, offset);
            return;
        }
        if (offset < position) {
            return;
        }
        if (offset > firstMissing) {
            throw new ConnectException("the worker did not go back to offset " + firstMissing + " of " + partition
                    + "; going on would leave a gap in the files");
        }
        try {
            write(given, nowMs);
            if (chain != null) {
                firstMissing = NONE;
                position = offset + 1;
                if (rotation.isFull()) {
                    commit(nowMs);
                }
            }
        } catch (IOException e) {
            firstMissing = Math.min(firstMissing, offset);
            park(e, nowMs);
        }
    }

    /** Does what is due by the clock. */
    void tick(long nowMs) {
        if (chain == null) {
            if (nowMs >= retryAtMs) {
                open(nowMs);
            }
        } else if (rotation.isDueAt(nowMs)) {
            commit(nowMs);
        }
    }

    /** Ends the open files and makes them part of the topic. */
    void commit(long nowMs) {
        try {
            chain = chain.commit(files.finish(), position);
            files.forget();
            rotation.reset();
            failureCount = 0;
        } catch (ConnectException e) {
            giveUp();
            throw e;
        } catch (IOException e) {
            park(e, nowMs);
        }
    }

    int openFileCount() {
        return files.count();
    }

    /**
     * The offset before which every record is in a committed file or was left out for good.
     *
     * @param handedOver what lies before this offset was given to the task, as far as it is for readers at all: behind
     *     the last record there may be the ends of transactions
     */
    OptionalLong committedOffset(long handedOver) {
        if (chain == null) {
            return OptionalLong.empty();
        }
        boolean allCommitted = files.count() == 0 && position >= 0;
        if (!allCommitted) {
            return chain.nextOffset();
        }
        return OptionalLong.of(firstMissing == NONE ? Math.max(position, handedOver) : position);
    }

    /** Gives up what is not committed; whoever opens the partition next reads it again. */
    void close() {
        files.abandon();
    }

    private void ask(long offset) {
        askedOffset = offset;
        context.offset(partition, offset);
    }

    /** A worker goes to the offset that it is asked for unless the partition does not have it. */
    private ConnectException isOfAnotherTopic(long offset) {
        return new ConnectException("the files of " + partition + " below "
                + territory.layout().root() + " reach to offset " + askedOffset
                + ", but the partition does not: offset "
                + offset + " came from it. Its topic was deleted and made again, or truncated. To read it from offset "
                + offset + " on, move the files of before away if the new ones must not stand beside them, and then: "
                + OffsetRequest.text(territory, partition, offset));
    }

    private void write(SinkRecord given, long nowMs) throws IOException {
        if (given.value() == null && !settings.failsOnNullValues()) {
            return;
        }
        try {
            if (given.value() == null) {
                throw new DataException("the record has no value");
            }
            String encodedPartition = settings.partitioner().encodedPartition(given, nowMs);
            long eventMs = rotation.usesEventTime() ? settings.extractor().timestampMs(given, nowMs) : nowMs;
            if (files.count() > 0 && (rotation.isDueBefore(eventMs) || !files.takes(given, encodedPartition))) {
                commit(nowMs);
                if (chain == null) {
                    firstMissing = Math.min(firstMissing, given.originalKafkaOffset());
                    return;
                }
            }
            rotation.wrote(eventMs, files.write(given, encodedPartition, chain), nowMs);
        } catch (DataException e) {
            poison.report(given, e);
        }
    }

    private void giveUp() {
        files.abandon();
        rotation.reset();
        if (chain != null) {
            interrupted = chain;
            chain = null;
        }
    }

    private void park(IOException failure, long nowMs) {
        failureCount++;
        if (files.count() > 0) {
            firstMissing = Math.min(firstMissing, files.firstOffset());
        }
        giveUp();
        if (failureCount > settings.retry().maxRetries()) {
            throw new ConnectException(
                    "the file system failed " + failureCount + " times in a row for " + partition + " below "
                            + territory.layout().root() + ": " + failure.getMessage(),
                    failure);
        }
        retryAtMs = nowMs + settings.retry().backoffMs();
        context.pause(partition);
        context.timeout(settings.retry().backoffMs());
        LOGGER.warn(
                "file system failed, reading is paused partition={} attempt={} retryInMs={}",
                partition,
                failureCount,
                settings.retry().backoffMs(),
                failure);
    }
}
