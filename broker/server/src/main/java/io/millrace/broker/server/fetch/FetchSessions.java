package io.millrace.broker.server.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;

/**
 * The sessions of a broker, {@code max.incremental.fetch.session.cache.slots} and {@value #MAX_PARTITIONS} partitions at
 * most. A client that gets none, or loses its own, fetches in full, which is slower and never wrong. Any thread.
 */
public final class FetchSessions {

    /** Over all sessions; a partition in a session costs some hundred bytes. */
    static final int MAX_PARTITIONS = 1_000_000;

    private final int slots;
    private final long evictionMs;
    private final IntSupplier ids;
    private final Map<Integer, FetchSession> sessions = new HashMap<>();

    /** So many sessions at most; one that was quiet for this long makes room for another. */
    public FetchSessions(int slots, long evictionMs) {
        this(slots, evictionMs, () -> ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    }

    FetchSessions(int slots, long evictionMs, IntSupplier ids) {
        this.slots = slots;
        this.evictionMs = evictionMs;
        this.ids = ids;
    }

    /**
     * A fetch that may go on, or why not.
     *
     * @param error NONE when there is a view
     * @param view what to fetch
     */
    public record Opening(Errors error, Optional<FetchView> view) {

        static Opening refused(Errors error) {
            return new Opening(error, Optional.empty());
        }

        static Opening of(FetchView view) {
            return new Opening(Errors.NONE, Optional.of(view));
        }
    }

    /** Finds out what the request is about. */
    public Opening open(FetchRequestData request, boolean byTopicId, long nowMs) {
        boolean full = request.sessionEpoch() == FetchMetadata.INITIAL_EPOCH
                || request.sessionEpoch() == FetchMetadata.FINAL_EPOCH;
        if (full) {
            if (request.sessionId() != FetchMetadata.INVALID_SESSION_ID) {
                close(request.sessionId());
            }
            boolean wantsSession = request.sessionEpoch() == FetchMetadata.INITIAL_EPOCH && slots > 0;
            return Opening.of(new FullFetch(partitions(request), this, wantsSession, byTopicId, nowMs));
        }
        FetchSession session = find(request.sessionId());
        if (session == null) {
            return Opening.refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        Opening next = session.next(request, byTopicId, nowMs);
        if (next.error() == Errors.FETCH_SESSION_ID_NOT_FOUND) {
            close(session.id());
        }
        return next;
    }

    /** A session in which the client knows these results; 0 when there is no room. */
    synchronized int found(List<AskedPartition> asked, List<PartitionData> results, boolean byTopicId, long nowMs) {
        if (asked.size() > FetchSession.MAX_PARTITIONS || !makeRoom(asked.size(), nowMs)) {
            return FetchMetadata.INVALID_SESSION_ID;
        }
        int id = ids.getAsInt();
        while (sessions.containsKey(id)) {
            id = ids.getAsInt();
        }
        var session = new FetchSession(id, byTopicId, nowMs);
        session.begin(asked, results);
        sessions.put(id, session);
        return id;
    }

    /** Sessions that are open. */
    public synchronized int count() {
        return sessions.size();
    }

    private synchronized FetchSession find(int id) {
        return sessions.get(id);
    }

    private synchronized void close(int id) {
        sessions.remove(id);
    }

    /** The quietest goes first; a small one that has had its time makes way for a larger one, to which a session is worth more. */
    private boolean makeRoom(int newPartitions, long nowMs) {
        long known = newPartitions;
        for (FetchSession session : sessions.values()) {
            known += session.size();
        }
        while (sessions.size() >= slots || known > MAX_PARTITIONS) {
            Optional<FetchSession> victim = sessions.values().stream()
                    .filter(session -> nowMs - session.lastUsedMs() > evictionMs
                            || (session.size() < newPartitions && nowMs - session.createdMs() > evictionMs))
                    .min(Comparator.comparingLong(FetchSession::lastUsedMs));
            if (victim.isEmpty()) {
                return false;
            }
            sessions.remove(victim.get().id());
            known -= victim.get().size();
        }
        return true;
    }

    private static List<AskedPartition> partitions(FetchRequestData request) {
        List<AskedPartition> asked = new ArrayList<>();
        for (FetchTopic topic : request.topics()) {
            for (FetchPartition wanted : topic.partitions()) {
                asked.add(new AskedPartition(topic.topicId(), topic.topic(), wanted));
            }
        }
        return asked;
    }
}
