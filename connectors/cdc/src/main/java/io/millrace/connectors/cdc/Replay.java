package io.millrace.connectors.cdc;

import io.debezium.connector.AbstractSourceInfo;
import io.debezium.connector.postgresql.SourceInfo;
import io.debezium.data.Envelope;
import io.debezium.pipeline.CommonOffsetContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Lets the changes through that a snapshot has already seen and that come again after it.
 *
 * <p>An update leaves out large values that it did not change. Where the row is gone before the snapshot, and no
 * earlier attempt told of it, consumers have nothing that such an update could change: theirs fail, or make a row of
 * placeholders. As the row is gone, its delete follows, and the update is of no use to anybody: it is held back.
 *
 * <p>Phases: snapshot, replay, over. The replay begins with the first record that says that the snapshot is complete
 * and lasts to where the log ended then. Offsets carry that position along, as a task may be killed before it is there.
 *
 * <p>Thread: that of the task.
 */
final class Replay implements AutoCloseable {

    /** In offsets: up to which position of the log a replay goes. */
    static final String OFFSET_KEY = "millrace_replay_until";

    private final SourceRows source;
    private final LeftOutValues leftOut;
    private Phase phase;
    private long end;

    private Replay(SourceRows source, LeftOutValues leftOut, Phase phase, long end) {
        this.source = source;
        this.leftOut = leftOut;
        this.phase = phase;
        this.end = end;
    }

    /** One that begins when the snapshot is complete. */
    static Replay afterSnapshot(SourceRows source, LeftOutValues leftOut) {
        return new Replay(source, leftOut, Phase.SNAPSHOT, Long.MAX_VALUE);
    }

    /** One that an earlier task began. */
    static Replay until(long end, SourceRows source, LeftOutValues leftOut) {
        return new Replay(source, leftOut, Phase.REPLAY, end);
    }

    List<SourceRecord> passOn(List<SourceRecord> polled) {
        if (phase == Phase.OVER) {
            return polled;
        }
        List<SourceRecord> passed = new ArrayList<>(polled.size());
        for (SourceRecord next : polled) {
            boolean comesAgain = next.sourceOffset() != null
                    && next.sourceOffset().get(SourceInfo.LSN_KEY) instanceof Number position
                    && isInReplay(next, position.longValue());
            if (!comesAgain) {
                passed.add(next);
            } else if (!isUpdateOfGoneRow(next)) {
                passed.add(marked(next));
            }
        }
        return passed;
    }

    @Override
    public void close() {
        source.close();
    }

    private boolean isInReplay(SourceRecord next, long position) {
        if (phase == Phase.SNAPSHOT
                && !Boolean.FALSE.equals(next.sourceOffset().get(CommonOffsetContext.SNAPSHOT_COMPLETED_KEY))) {
            phase = Phase.REPLAY;
            end = source.currentPosition();
        }
        // Transactions come in the order of their commits: after one that lies behind the end, all do.
        if (phase == Phase.REPLAY && position > end) {
            phase = Phase.OVER;
            source.close();
        }
        return phase == Phase.REPLAY;
    }

    private boolean isUpdateOfGoneRow(SourceRecord next) {
        if (!(next.value() instanceof Struct change && next.key() instanceof Struct key)
                || change.schema().name() == null
                || !Envelope.isEnvelopeSchema(change.schema())) {
            return false;
        }
        Struct after = change.getStruct(Envelope.FieldName.AFTER);
        Struct origin = change.getStruct(Envelope.FieldName.SOURCE);
        return after != null
                && !Envelope.Operation.READ.code().equals(change.getString(Envelope.FieldName.OPERATION))
                && leftOut.mayBeIn(after)
                && source.isGone(
                        origin.getString(AbstractSourceInfo.SCHEMA_NAME_KEY),
                        origin.getString(AbstractSourceInfo.TABLE_NAME_KEY),
                        key);
    }

    private SourceRecord marked(SourceRecord next) {
        Map<String, Object> offset = new HashMap<>(next.sourceOffset());
        offset.put(OFFSET_KEY, end);
        return new SourceRecord(
                next.sourcePartition(),
                offset,
                next.topic(),
                next.kafkaPartition(),
                next.keySchema(),
                next.key(),
                next.valueSchema(),
                next.value(),
                next.timestamp(),
                next.headers());
    }

    private enum Phase {
        SNAPSHOT,
        REPLAY,
        OVER
    }
}
