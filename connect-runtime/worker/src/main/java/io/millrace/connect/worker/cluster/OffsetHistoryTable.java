package io.millrace.connect.worker.cluster;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.OffsetHistoryCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where connectors were before their offsets were changed. It outlives workers, and connectors as their offsets do: one
 * that was deleted too early can be created again and rolled back. Any thread; written by the leader alone.
 */
public final class OffsetHistoryTable implements LogListener {

    /** Entries that are kept for a connector. */
    public static final int ENTRIES_MAX = 20;

    /** What the entries of a connector may take together, on every worker. */
    static final int CONNECTOR_BYTES_MAX = 1 << 20;

    /** What one entry may take, so that it fits into a record; of one that does not the changes are left out, or the offsets too. */
    static final int ENTRY_BYTES_MAX = CONNECTOR_BYTES_MAX / 2;

    /** Connectors that exist no more and whose history is kept all the same. */
    static final int DELETED_MAX = 50;

    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetHistoryTable.class);

    private final String topic;
    /** As they are in the topic: there may be many offsets, and nobody asks for most of them. */
    private final Map<String, NavigableMap<Long, byte[]>> entries = new TreeMap<>();

    /** {@code topic} is the one whose records this hears. */
    public OffsetHistoryTable(String topic) {
        this.topic = topic;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        OffsetHistoryCodec.readKey(entry.key()).ifPresent(key -> put(key, entry.value()));
    }

    private synchronized void put(OffsetHistoryCodec.Key key, byte[] value) {
        if (value != null) {
            entries.computeIfAbsent(key.connector(), name -> new TreeMap<>()).put(key.id(), value);
        } else if (entries.containsKey(key.connector())) {
            entries.get(key.connector()).remove(key.id());
            entries.computeIfPresent(key.connector(), (name, left) -> left.isEmpty() ? null : left);
        }
    }

    /** The newest first. */
    public List<OffsetHistoryEntry> entries(String connector) {
        List<OffsetHistoryEntry> found = new ArrayList<>();
        copy(connector).descendingMap().forEach((id, value) -> found.add(OffsetHistoryCodec.read(id, value)));
        return found;
    }

    public Optional<OffsetHistoryEntry> entry(String connector, long id) {
        return Optional.ofNullable(copy(connector).get(id)).map(value -> OffsetHistoryCodec.read(id, value));
    }

    public Optional<OffsetHistoryEntry> newest(String connector) {
        return Optional.ofNullable(copy(connector).lastEntry())
                .map(newest -> OffsetHistoryCodec.read(newest.getKey(), newest.getValue()));
    }

    private synchronized NavigableMap<Long, byte[]> copy(String connector) {
        return new TreeMap<>(entries.getOrDefault(connector, new TreeMap<>()));
    }

    /** Adds an entry under the next id; completes when it is safe. {@link #prune} is to follow. */
    public CompletableFuture<OffsetHistoryEntry> add(
            CompactedLog log, String connector, LongFunction<OffsetHistoryEntry> draft) {
        OffsetHistoryEntry entry;
        byte[] value;
        synchronized (this) {
            NavigableMap<Long, byte[]> known = copy(connector);
            entry = fitting(draft.apply(known.isEmpty() ? 1 : known.lastKey() + 1));
            value = OffsetHistoryCodec.write(entry);
            put(new OffsetHistoryCodec.Key(connector, entry.id()), value);
        }
        OffsetHistoryCodec.Key key = new OffsetHistoryCodec.Key(connector, entry.id());
        return log.write(topic, key.bytes(), value).handle((written, failure) -> {
            if (failure != null) {
                put(key, null);
                throw new CompletionException(failure);
            }
            return entry;
        });
    }

    /** Drops the oldest entries of a connector where there are too many. */
    public void prune(CompactedLog log, String connector) {
        List<OffsetHistoryCodec.Key> dropped;
        synchronized (this) {
            dropped = surplus(connector);
            dropped.forEach(key -> put(key, null));
        }
        dropped.forEach(key -> forget(log, key));
    }

    /** Takes an entry back. */
    public CompletableFuture<Void> remove(CompactedLog log, String connector, OffsetHistoryEntry entry) {
        return log.write(topic, new OffsetHistoryCodec.Key(connector, entry.id()).bytes(), null);
    }

    /** Writes an entry again, with more to say. */
    public CompletableFuture<Void> replace(CompactedLog log, String connector, OffsetHistoryEntry entry) {
        return log.write(
                topic, new OffsetHistoryCodec.Key(connector, entry.id()).bytes(), OffsetHistoryCodec.write(entry));
    }

    /** The offsets are what a roll back needs; the changes can be seen in the next entry's. */
    private static OffsetHistoryEntry fitting(OffsetHistoryEntry entry) {
        return Stream.of(entry, without(entry, entry.offsets()), without(entry, Optional.empty()))
                .filter(one -> OffsetHistoryCodec.write(one).length <= ENTRY_BYTES_MAX)
                .findFirst()
                .orElseThrow();
    }

    private static OffsetHistoryEntry without(OffsetHistoryEntry entry, Optional<List<ConnectorOffset>> offsets) {
        return new OffsetHistoryEntry(
                entry.id(),
                entry.atMs(),
                entry.kind(),
                entry.by(),
                entry.workerId(),
                offsets,
                List.of(),
                entry.failure());
    }

    private List<OffsetHistoryCodec.Key> surplus(String connector) {
        List<OffsetHistoryCodec.Key> surplus = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        for (Map.Entry<Long, byte[]> entry : copy(connector).descendingMap().entrySet()) {
            count++;
            bytes += entry.getValue().length;
            if (count > ENTRIES_MAX || bytes > CONNECTOR_BYTES_MAX) {
                surplus.add(new OffsetHistoryCodec.Key(connector, entry.getKey()));
            }
        }
        return surplus;
    }

    /** Forgets connectors that exist no more, but for those whose history went on last. */
    public void trim(CompactedLog log, Set<String> existing) {
        List<OffsetHistoryCodec.Key> forgotten = new ArrayList<>();
        synchronized (this) {
            entries.keySet().stream()
                    .filter(name -> !existing.contains(name))
                    .sorted(Comparator.comparing(this::newestMs).reversed())
                    .skip(DELETED_MAX)
                    .forEach(name ->
                            copy(name).keySet().forEach(id -> forgotten.add(new OffsetHistoryCodec.Key(name, id))));
            forgotten.forEach(key -> put(key, null));
        }
        forgotten.forEach(key -> forget(log, key));
    }

    private long newestMs(String connector) {
        return newest(connector).map(OffsetHistoryEntry::atMs).orElse(0L);
    }

    private void forget(CompactedLog log, OffsetHistoryCodec.Key key) {
        log.append(topic, key.bytes(), null).exceptionally(failure -> {
            LOGGER.error("entry of the history of offsets not forgotten entry={}", key, failure);
            return null;
        });
    }
}
