package io.millrace.registry.server.storage;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * The keys for encryption, in a compacted topic of their own, and the only way to change them: decide, append in a
 * transaction, wait until the own reader has replayed it. The topic is made by the first write, and looked for by every
 * question until it is there.
 *
 * <p>Writes are serial. Those of an instance that no longer leads and does not know it yet end where the next one begins:
 * that one opens the same transactional id, and then replays everything before it decides. Any thread may call; all calls
 * may block.
 */
public final class KeyStore implements AutoCloseable {
    private static final long REST_MAX_NANOS = TimeUnit.HOURS.toNanos(1);

    private final StoreConfig config;
    private final int keysMax;
    private final Runnable requireLeader;
    /** Guards what opens the topic. */
    private final ReentrantLock opening = new ReentrantLock();
    /** Guards the writer. */
    private final ReentrantLock writing = new ReentrantLock();

    private Admin admin;
    private TopicReader reader;
    private boolean closed;
    /** Null until the topic is read up to where it ended when it was found. */
    private volatile ReplayedKeys replayed;

    private KeyWriter writer;
    private long usedNanos;

    /**
     * Opens nothing yet.
     *
     * @param store the brokers, and the patience with them
     * @param requireLeader ends with {@link NotLeaderException} where another instance writes
     */
    public KeyStore(StoreConfig store, KeyStoreConfig keys, Runnable requireLeader) {
        this.config = store.of(keys.topic());
        this.keysMax = keys.keysMax();
        this.requireLeader = requireLeader;
    }

    /** So many keys of each kind there may be. */
    public int keysMax() {
        return keysMax;
    }

    /** Asks the keys; where there is no topic, there are none. */
    public <T> T read(Function<KeyTable, T> question) {
        ReplayedKeys known = replayed;
        if (known == null) {
            known = open(false);
        }
        return known == null ? question.apply(new KeyTable()) : known.read(question);
    }

    /** Decides and writes; nobody else decides in between. Answers out of what was written. */
    public <T> Decision<T> write(
            Function<KeyTable, Decision<List<KeyRecord>>> operation, Function<KeyTable, T> answer) {
        writing.lock();
        try {
            requireLeader.run();
            return decide(operation).map(written -> replayed == null ? answer.apply(new KeyTable()) : read(answer));
        } finally {
            writing.unlock();
        }
    }

    private Decision<List<KeyRecord>> decide(Function<KeyTable, Decision<List<KeyRecord>>> operation) {
        Decision<List<KeyRecord>> early = read(operation);
        boolean writes = early.fold(records -> !records.isEmpty(), refused -> false);
        if (replayed == null && !writes) {
            return early; // not even the first write
        }
        ReplayedKeys known = open(true);
        try {
            prepare(known);
            return known.read(operation).map(records -> append(known, records));
        } catch (StoreException e) {
            abandon();
            throw e;
        }
    }

    /** Brokers forget a transactional id that nobody uses for days; a writer that rested opens it anew before that. */
    private void abandonRested() {
        if (writer != null && System.nanoTime() - usedNanos > REST_MAX_NANOS) {
            abandon();
        }
        usedNanos = System.nanoTime();
    }

    /** Sees to it that no other writer may append any more, and that what others have written is known. */
    private void prepare(ReplayedKeys known) {
        abandonRested();
        if (writer == null) {
            writer = new KeyWriter(config);
            long end = end();
            try {
                known.await(end - 1, config.timeoutMs());
            } catch (StoreException e) {
                throw new StoreException(
                        e.code(), "the topic " + config.topic() + " could not be read up to its end " + end, e);
            }
        }
    }

    private List<KeyRecord> append(ReplayedKeys known, List<KeyRecord> records) {
        if (records.isEmpty()) {
            return records;
        }
        long last = writer.append(records, known);
        try {
            known.await(last, config.timeoutMs());
            return records;
        } catch (StoreException e) {
            throw e.ofUnknownOutcome();
        }
    }

    private void abandon() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private long end() {
        opening.lock();
        try {
            return new SchemasTopic(admin, config).endOffset();
        } finally {
            opening.unlock();
        }
    }

    /** What is replayed up to now; null if there is no topic and none is wanted. */
    private ReplayedKeys open(boolean make) {
        opening.lock();
        try {
            if (closed) {
                throw new StoreException(RegistryErrorCode.STORE_ERROR, "the registry is being stopped", null);
            }
            if (replayed == null) {
                if (admin == null) {
                    admin = Admin.create(ClientProperties.admin(config));
                }
                SchemasTopic topic = new SchemasTopic(admin, config);
                if (make || topic.exists()) {
                    ensure(topic);
                    follow(topic.endOffset());
                }
            }
            return replayed;
        } finally {
            opening.unlock();
        }
    }

    private static void ensure(SchemasTopic topic) {
        try {
            topic.ensure();
        } catch (IllegalStateException e) {
            // It is there, and would not keep keys.
            throw new StoreException(RegistryErrorCode.STORE_ERROR, e.getMessage(), e);
        }
    }

    private void follow(long end) {
        ReplayedKeys fresh = new ReplayedKeys();
        TopicReader follower = new TopicReader(config, fresh::replay, fresh::fail);
        follower.start();
        try {
            fresh.await(end - 1, config.initTimeoutMs());
        } catch (StoreException e) {
            follower.close();
            throw e;
        }
        reader = follower;
        replayed = fresh;
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            if (reader != null) {
                reader.close();
            }
        } finally {
            opening.unlock();
        }
        writing.lock();
        try {
            abandon();
        } finally {
            writing.unlock();
        }
        opening.lock();
        try {
            if (admin != null) {
                admin.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
