package io.millrace.registry.server.storage;

import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RecordCodec.UnreadableRecordException;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the topic into the state, in order, under the store's lock.
 *
 * <p>A record from a writer that an earlier claim has deposed changes nothing: all instances see claim and record in the
 * same order, so all agree. Because compaction keeps the last bytes under a key, such a record must be overwritten by
 * what is true; {@link #repairs} lists those truths for the leader to write.
 */
final class RecordApplier {
    static final String WRITER_HEADER = "millrace-writer";
    private static final int REFUSED_OFFSETS = 1_024;
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordApplier.class);

    private final RegistryState state;
    /** By the bytes of the keys that we would write instead. */
    private final Map<ByteBuffer, List<byte[]>> foreignKeys = new LinkedHashMap<>();
    /** By the bytes of their keys, as compaction sees them. */
    private final Map<ByteBuffer, RegistryRecord> repairs = new LinkedHashMap<>();

    private String ownWriter = "";
    private long firstFencedOffset = -1;
    /** The newest of them. */
    private final NavigableSet<Long> refusedOffsets = new TreeSet<>();

    RecordApplier(RegistryState state) {
        this.state = state;
    }

    void apply(ConsumerRecord<byte[], byte[]> stored) {
        if (stored.key() == null) {
            return;
        }
        try {
            Optional<RegistryRecord> decoded = RecordCodec.decode(stored.key(), stored.value());
            if (decoded.isPresent()) {
                apply(stored, decoded.get());
            }
        } catch (UnreadableRecordException e) {
            LOGGER.atWarn()
                    .addKeyValue("offset", stored.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("skipped a record that is not a registry's");
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> stored, RegistryRecord record) {
        if (isDeposed(stored, record)) {
            noteFenced(stored);
            remember(record);
            return;
        }
        byte[] ownKey = RecordCodec.encodeKey(record);
        if (!Arrays.equals(ownKey, stored.key())) {
            noteForeignKey(stored, record, ByteBuffer.wrap(ownKey));
        }
        if (record.replay(state) == RegistryRecord.Outcome.ID_CONFLICT) {
            LOGGER.atWarn().addKeyValue("offset", stored.offset()).log("ignored a second schema under a taken id");
            refuse(stored, record);
        } else {
            // To hash the key costs more than all else here, and there is hardly ever anything to repair.
            if (!repairs.isEmpty()) {
                repairs.remove(ByteBuffer.wrap(ownKey));
            }
            if (record instanceof RegistryRecord.VersionWritten written) {
                state.stamp(written.version().key(), stored.timestamp());
            }
            if (record instanceof RegistryRecord.AssociationWritten written) {
                state.stamp(written.association().key(), stored.timestamp());
            }
        }
    }

    /**
     * Our own row is overwritten by the truth. That of a peer may be right where we err, so nothing erases it; only a
     * version that the state holds under its key is written again, for compaction would make us forget it.
     */
    private void refuse(ConsumerRecord<byte[], byte[]> stored, RegistryRecord record) {
        if (stored.headers().lastHeader(WRITER_HEADER) != null) {
            refusedOffsets.add(stored.offset());
            if (refusedOffsets.size() > REFUSED_OFFSETS) {
                refusedOffsets.pollFirst();
            }
            remember(record);
            return;
        }
        repairs.remove(keyBytes(record));
        truth(record)
                .filter(RegistryRecord.VersionWritten.class::isInstance)
                .ifPresent(held -> repairs.put(keyBytes(record), held));
    }

    private boolean isDeposed(ConsumerRecord<byte[], byte[]> stored, RegistryRecord record) {
        Optional<LeaderClaim> leader = state.leader();
        if (stored.headers().lastHeader(WRITER_HEADER) == null || leader.isEmpty()) {
            return false;
        }
        String writer = writer(stored);
        boolean claims = record instanceof RegistryRecord.EndMarked mark
                && mark.claim().filter(claim -> claim.writer().equals(writer)).isPresent();
        return !claims && !leader.get().writer().equals(writer);
    }

    private void noteFenced(ConsumerRecord<byte[], byte[]> stored) {
        if (firstFencedOffset < 0 && writer(stored).equals(ownWriter)) {
            firstFencedOffset = stored.offset();
        }
    }

    private static String writer(ConsumerRecord<byte[], byte[]> stored) {
        return new String(stored.headers().lastHeader(WRITER_HEADER).value(), StandardCharsets.UTF_8);
    }

    /** Old or foreign key bytes survive the tombstone of ours, so they are remembered and erased along with it. */
    private void noteForeignKey(ConsumerRecord<byte[], byte[]> stored, RegistryRecord record, ByteBuffer own) {
        if (truth(record).isEmpty() || record instanceof RegistryRecord.HighestIdsMarked) {
            return;
        }
        List<byte[]> known = foreignKeys.computeIfAbsent(own, each -> new ArrayList<>());
        known.removeIf(bytes -> Arrays.equals(bytes, stored.key()));
        if (stored.value() != null) {
            known.add(stored.key());
        }
        if (known.isEmpty()) {
            foreignKeys.remove(own);
        }
    }

    private void remember(RegistryRecord record) {
        truth(record).ifPresent(truth -> repairs.put(keyBytes(record), truth));
    }

    private static ByteBuffer keyBytes(RegistryRecord record) {
        return ByteBuffer.wrap(RecordCodec.encodeKey(record));
    }

    /** What the state says under the key of a record. */
    private Optional<RegistryRecord> truth(RegistryRecord record) {
        if (record instanceof RegistryRecord.ConfigWritten config) {
            return Optional.of(new RegistryRecord.ConfigWritten(config.subject(), state.config(config.subject())));
        }
        if (record instanceof RegistryRecord.ModeWritten mode) {
            return Optional.of(new RegistryRecord.ModeWritten(mode.subject(), state.mode(mode.subject())));
        }
        if (record instanceof RegistryRecord.ContextWritten context) {
            return Optional.of(
                    new RegistryRecord.ContextWritten(context.context(), state.hasContext(context.context())));
        }
        if (record instanceof RegistryRecord.AssociationWritten written) {
            return Optional.of(truth(written.association().key()));
        }
        if (record instanceof RegistryRecord.AssociationErased erased) {
            return Optional.of(truth(erased.key()));
        }
        if (record instanceof RegistryRecord.HighestIdsMarked) {
            return Optional.of(new RegistryRecord.HighestIdsMarked(state.highestIds()));
        }
        return key(record).map(key -> state.version(key)
                .<RegistryRecord>map(RegistryRecord.VersionWritten::new)
                .orElseGet(() -> new RegistryRecord.VersionErased(key)));
    }

    private RegistryRecord truth(AssociationKey key) {
        return state.associations()
                .find(key)
                .<RegistryRecord>map(RegistryRecord.AssociationWritten::new)
                .orElseGet(() -> new RegistryRecord.AssociationErased(key));
    }

    private static Optional<VersionKey> key(RegistryRecord record) {
        if (record instanceof RegistryRecord.VersionWritten written) {
            return Optional.of(written.version().key());
        }
        if (record instanceof RegistryRecord.VersionErased erased) {
            return Optional.of(erased.key());
        }
        return Optional.empty();
    }

    List<byte[]> foreignKeys(RegistryRecord record) {
        return List.copyOf(foreignKeys.getOrDefault(keyBytes(record), List.of()));
    }

    /** Bounded by the keys of the topic; each leaves when its truth has been read back. */
    List<RegistryRecord> repairs() {
        return List.copyOf(repairs.values());
    }

    /** From now on our own records bear this name, which nothing bears yet. */
    void follow(String writer) {
        ownWriter = writer;
        firstFencedOffset = -1;
    }

    /**
     * Of our own writer's first record that was not applied because another claim came before it, -1 if none: all of its
     * records before that were applied, and none after.
     */
    long firstFencedOffset() {
        return firstFencedOffset;
    }

    /**
     * Of the last record up to the given offset, written by one of our instances, whose id already stood for another
     * schema; -1 if none. Of an append with very many such records the last are known, which is enough to tell.
     */
    long lastRefusedOffset(long upTo) {
        Long last = refusedOffsets.floor(upTo);
        return last == null ? -1 : last;
    }

    /** Records as they are to be appended, each behind tombstones for the other spellings of its key. */
    List<RecordCodec.Encoded> encoded(List<RegistryRecord> records) {
        List<RecordCodec.Encoded> encoded = new ArrayList<>();
        for (RegistryRecord record : records) {
            foreignKeys(record).forEach(key -> encoded.add(new RecordCodec.Encoded(key, null)));
            encoded.add(RecordCodec.encode(record));
        }
        return encoded;
    }
}
