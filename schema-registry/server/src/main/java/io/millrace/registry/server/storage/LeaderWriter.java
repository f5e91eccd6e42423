package io.millrace.registry.server.storage;

import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends in the name of the instance, as long as its claim is the last in the topic, and replays what was confirmed: at
 * once if it follows on what has been replayed, else by waiting for the own reader. An append whose outcome is unknown costs the writer its name; the next one claims the topic under a fresh
 * one, which fences whatever may still arrive from the old. For one thread at a time.
 */
final class LeaderWriter {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderWriter.class);

    private final StoreConfig config;
    private final ReplayedState replayed;

    private volatile String ownUrl = "";
    private TopicWriter writer;
    /** A peer that led before may have erased schemas without a mark of the ids that it gave. */
    private boolean markDue;

    LeaderWriter(StoreConfig config, ReplayedState replayed) {
        this.config = config;
        this.replayed = replayed;
    }

    void claim(String url) {
        ownUrl = url;
        claimAgain(config.initTimeoutMs());
    }

    private void claimAgain(int timeoutMs) {
        abandon();
        writer = new TopicWriter(config, UUID.randomUUID().toString());
        replayed.follow(writer.name());
        LeaderClaim claim = new LeaderClaim(writer.name(), ownUrl);
        long offset = writer.append(List.of(RecordCodec.encode(new RegistryRecord.EndMarked(Optional.of(claim)))))
                .get(0)
                .offset();
        replayed.await(offset, timeoutMs);
        markDue = true;
        LOGGER.atInfo()
                .addKeyValue("topicName", config.topic())
                .addKeyValue("offset", offset)
                .log("claimed the writes of the registry");
    }

    /** Whether the last claim is of this instance's URL. For any thread. */
    boolean isLeader() {
        return replayed.read(RegistryState::leader)
                .filter(claim -> claim.url().equals(ownUrl))
                .isPresent();
    }

    /** Ends with {@link NotLeaderException} unless the last claim is of this instance's URL. For any thread. */
    void requireLeader() {
        String url = leader().url();
        if (!url.equals(ownUrl)) {
            throw new NotLeaderException(url);
        }
    }

    /** Sees to it that decisions may be made: the topic is claimed, and says the truth. */
    void prepare() {
        if (writer == null) {
            claimAgain(config.timeoutMs());
        }
        if (!leads()) {
            throw new NotLeaderException(leader().url());
        }
        repair(replayed.readBoth((state, applier) -> applier.repairs()));
        if (markDue && replayed.read(RegistryState::needsMark)) {
            repair(List.of(new RegistryRecord.HighestIdsMarked(replayed.read(RegistryState::highestIds))));
        }
        markDue = false;
    }

    private void repair(List<RegistryRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        List<Long> offsets = append(replayed.readBoth((state, applier) -> applier.encoded(records)));
        AppendOutcome outcome = outcome(offsets.get(0), offsets.get(offsets.size() - 1));
        if (!outcome.isWhole()) {
            throw hindrance(outcome);
        }
    }

    /** Returns the offsets when all have been replayed. After an exception it is unknown what was appended. */
    List<Long> append(List<RecordCodec.Encoded> records) {
        List<ConsumerRecord<byte[], byte[]>> stored = writer.append(records);
        List<Long> offsets = stored.stream().map(ConsumerRecord::offset).toList();
        if (!replayed.replayConfirmed(stored, writer.name())) {
            replayed.await(offsets.get(offsets.size() - 1), config.timeoutMs());
        }
        return offsets;
    }

    /** What became of records between two offsets, both inclusive, which this has appended. */
    AppendOutcome outcome(long first, long last) {
        return replayed.readBoth((state, applier) ->
                new AppendOutcome(first, last, applier.firstFencedOffset(), applier.lastRefusedOffset(last)));
    }

    /** What kept records from being applied: another leader, or a failure. */
    RuntimeException hindrance(AppendOutcome outcome) {
        return outcome.isFenced() && !leads() ? new NotLeaderException(leader().url()) : outcome.failure();
    }

    private boolean leads() {
        return leader().writer().equals(writer.name());
    }

    private LeaderClaim leader() {
        return replayed.read(RegistryState::leader).orElse(new LeaderClaim("", ""));
    }

    /** Gives the name up, and with it what was appended and not confirmed. */
    void abandon() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
