package io.millrace.connect.worker.cluster;

import io.millrace.connect.worker.control.SessionKeys;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.SessionKeyCodec;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The session keys of all workers, in the assignment topic. A worker makes its own when it first needs one, and another
 * when that has served its time; a key that is twice as old is of a worker that is gone, and counts no more.
 */
public final class SessionKeyTable implements LogListener {

    private static final int KEY_BYTES = 32;

    private final String topic;
    private final String workerId;
    private final long lifeMs;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private CompletableFuture<SessionKeys.SessionKey> own;
    private long ownMadeMs;

    @SuppressWarnings("ArrayRecordComponent") // what javax.crypto takes
    private record Entry(byte[] newest, byte[] before, long writtenMs) {}

    /** {@code lifeMs}: how long a worker uses a key. */
    public SessionKeyTable(String topic, String workerId, long lifeMs) {
        this.topic = topic;
        this.workerId = workerId;
        this.lifeMs = lifeMs;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        SessionKeyCodec.worker(entry.key()).ifPresent(worker -> {
            if (entry.value() == null) {
                entries.remove(worker);
                return;
            }
            byte[] secret = SessionKeyCodec.read(entry.value());
            entries.compute(
                    worker,
                    (name, known) -> new Entry(secret, known == null ? null : known.newest(), entry.timestamp()));
        });
    }

    /** The table over its log. */
    public SessionKeys over(CompactedLog log) {
        return new SessionKeys() {
            @Override
            public CompletableFuture<SessionKey> own() {
                return SessionKeyTable.this.own(log);
            }

            @Override
            public List<SessionKey> of(String worker) {
                return SessionKeyTable.this.of(worker);
            }
        };
    }

    private synchronized CompletableFuture<SessionKeys.SessionKey> own(CompactedLog log) {
        long nowMs = System.currentTimeMillis();
        if (own == null || own.isCompletedExceptionally() || nowMs - ownMadeMs >= lifeMs) {
            byte[] secret = new byte[KEY_BYTES];
            random.nextBytes(secret);
            ownMadeMs = nowMs;
            own = log.write(topic, SessionKeyCodec.key(workerId), SessionKeyCodec.write(secret))
                    .thenApply(written -> new SessionKeys.SessionKey(workerId, secret));
        }
        return own;
    }

    private List<SessionKeys.SessionKey> of(String worker) {
        Entry entry = entries.get(worker);
        if (entry == null || System.currentTimeMillis() - entry.writtenMs() > 2 * lifeMs) {
            return List.of();
        }
        SessionKeys.SessionKey newest = new SessionKeys.SessionKey(worker, entry.newest());
        return entry.before() == null
                ? List.of(newest)
                : List.of(newest, new SessionKeys.SessionKey(worker, entry.before()));
    }
}
