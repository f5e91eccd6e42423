package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state and the only way to change it: decide, append, wait until the own reader has replayed it.
 *
 * <p>Writes are serial and belong to one instance: the one whose claim is the last in the topic. An append whose outcome
 * is unknown costs the writer its name; the next write claims the topic under a fresh one, which fences whatever may
 * still arrive from the old. Any thread may call; all calls may block.
 */
public final class RegistryStore implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryStore.class);

    private final StoreConfig config;
    private final RegistryState state = new RegistryState();
    private final RecordApplier applier = new RecordApplier(state);
    private final ReentrantReadWriteLock stateLock = new ReentrantReadWriteLock();
    private final ReentrantLock writeLock = new ReentrantLock();
    private final ReadPosition position = new ReadPosition();
    private final TopicReader reader;
    private final String clusterId;
    /** Guarded by the lock of the state. */
    private long nextOffset;

    private volatile String ownUrl = "";
    private TopicWriter writer;
    /** A peer that led before may have erased schemas without a mark of the ids that it gave. */
    private boolean markDue;

    private RegistryStore(StoreConfig config, String clusterId) {
        this.config = config;
        this.clusterId = clusterId;
        this.reader = new TopicReader(config, this::replay, position::fail);
    }

    /** Prepares the topic and reads what it holds now. Nothing can be written until {@link #claim}. */
    public static RegistryStore open(StoreConfig config) {
        long end;
        String clusterId;
        try (Admin admin = Admin.create(ClientProperties.admin(config))) {
            SchemasTopic topic = new SchemasTopic(admin, config);
            topic.ensure();
            end = topic.endOffset();
            clusterId = topic.clusterId();
        }
        RegistryStore store = new RegistryStore(config, clusterId);
        store.reader.start();
        try {
            store.position.await(end - 1, config.initTimeoutMs());
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    /** The id of the cluster that holds the topic. */
    public String clusterId() {
        return clusterId;
    }

    /** Becomes the leader under the given URL; when this returns, everything written before is in the state. */
    public void claim(String url) {
        writeLock.lock();
        try {
            ownUrl = url;
            claimAgain(config.initTimeoutMs());
        } finally {
            writeLock.unlock();
        }
    }

    /** Asks the state. */
    public <T> T read(Function<RegistryState, T> question) {
        position.requireAlive();
        stateLock.readLock().lock();
        try {
            return question.apply(state);
        } finally {
            stateLock.readLock().unlock();
        }
    }

    /** The same, but ends with {@link WouldWaitException} while somebody changes the state. */
    public <T> T readAtOnce(Function<RegistryState, T> question) {
        position.requireAlive();
        if (!stateLock.readLock().tryLock()) {
            throw new WouldWaitException();
        }
        try {
            return question.apply(state);
        } finally {
            stateLock.readLock().unlock();
        }
    }

    /** Asks the state, and says up to which offset of the topic, exclusive, its records have made it what it is. */
    public <T> T readAt(BiFunction<RegistryState, Long, T> question) {
        return read(now -> question.apply(now, nextOffset));
    }

    /** The name of the topic. */
    public String topic() {
        return config.topic();
    }

    /** Decides and writes; nobody else decides in between. */
    public <T> Decision<T> write(Function<RegistryState, Decision<Proposal<T>>> operation) {
        writeLock.lock();
        try {
            if (writer == null) {
                claimAgain(config.timeoutMs());
            }
            requireLeadership();
            appendRepairs();
            Decision<Proposal<T>> decision = read(operation);
            return decision.map(proposal -> {
                appendDecided(proposal.records());
                return proposal.response();
            });
        } catch (StoreException e) {
            abandonWriter();
            throw e;
        } finally {
            writeLock.unlock();
        }
    }

    private void claimAgain(int timeoutMs) {
        abandonWriter();
        writer = new TopicWriter(config, UUID.randomUUID().toString());
        follow(writer.name());
        LeaderClaim claim = new LeaderClaim(writer.name(), ownUrl);
        List<Long> offsets =
                writer.append(List.of(RecordCodec.encode(new RegistryRecord.EndMarked(Optional.of(claim)))));
        position.await(offsets.get(0), timeoutMs);
        markDue = true;
        LOGGER.atInfo()
                .addKeyValue("topicName", config.topic())
                .addKeyValue("offset", offsets.get(0))
                .log("claimed the writes of the registry");
    }

    /** Whether this instance may write at once, as far as it knows. */
    public boolean leads() {
        return read(RegistryState::leader)
                .filter(leader -> leader.url().equals(ownUrl))
                .isPresent();
    }

    /** Ends with {@link NotLeaderException} unless the last claim is of this instance's URL. */
    public void requireLeader() {
        String url = read(RegistryState::leader).map(LeaderClaim::url).orElse("");
        if (!url.equals(ownUrl)) {
            throw new NotLeaderException(url);
        }
    }

    private void requireLeadership() {
        LeaderClaim leader = read(RegistryState::leader).orElse(new LeaderClaim("", ""));
        if (!leader.writer().equals(writer.name())) {
            throw new NotLeaderException(leader.url());
        }
    }

    private void appendRepairs() {
        appendRepair(read(now -> applier.repairs()));
        if (markDue && read(RegistryState::needsMark)) {
            appendRepair(List.of(new RegistryRecord.HighestIdsMarked(read(RegistryState::highestIds))));
        }
        markDue = false;
    }

    /** Once the first record is on its way, a failure does not tell whether it arrives before the next claim. */
    private void appendDecided(List<RegistryRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        AppendOutcome outcome;
        try {
            outcome = appendAndAwait(records);
        } catch (StoreException e) {
            throw e.ofUnknownOutcome();
        }
        if (!outcome.isWhole() && !outcome.isVoid()) {
            throw outcome.failure().ofUnknownOutcome();
        }
        requireApplied(outcome);
    }

    private void appendRepair(List<RegistryRecord> records) {
        if (!records.isEmpty()) {
            requireApplied(appendAndAwait(records));
        }
    }

    private AppendOutcome appendAndAwait(List<RegistryRecord> records) {
        List<Long> offsets = writer.append(read(now -> withForeignKeys(records)));
        long last = offsets.get(offsets.size() - 1);
        position.await(last, config.timeoutMs());
        return read(now ->
                new AppendOutcome(offsets.get(0), last, applier.firstFencedOffset(), applier.lastRefusedOffset()));
    }

    private void requireApplied(AppendOutcome outcome) {
        if (outcome.isWhole()) {
            return;
        }
        if (outcome.isFenced()) {
            requireLeadership();
        }
        throw outcome.failure();
    }

    private List<RecordCodec.Encoded> withForeignKeys(List<RegistryRecord> records) {
        List<RecordCodec.Encoded> encoded = new ArrayList<>();
        for (RegistryRecord record : records) {
            applier.foreignKeys(record).forEach(key -> encoded.add(new RecordCodec.Encoded(key, null)));
            encoded.add(RecordCodec.encode(record));
        }
        return encoded;
    }

    private void follow(String name) {
        stateLock.writeLock().lock();
        try {
            applier.follow(name);
        } finally {
            stateLock.writeLock().unlock();
        }
    }

    private void replay(ConsumerRecords<byte[], byte[]> records, long positionAfter) {
        stateLock.writeLock().lock();
        try {
            records.forEach(applier::apply);
            nextOffset = positionAfter;
        } finally {
            stateLock.writeLock().unlock();
        }
        position.advance(positionAfter);
    }

    private void abandonWriter() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    @Override
    public void close() {
        reader.close();
        writeLock.lock();
        try {
            abandonWriter();
        } finally {
            writeLock.unlock();
        }
    }
}
