package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.OffsetRecordCodec;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Every source offset in the offset topic, found by what its partition means and not by how it was spelled. */
public final class OffsetTable implements LogListener {

    private final OffsetRecordCodec codec = new OffsetRecordCodec();
    private final Map<String, Map<String, Entry>> byConnector = new ConcurrentHashMap<>();

    /** A partition that was deleted stays, so that an older spelling in another topic partition cannot return. */
    private record Entry(OffsetRecordCodec.Key key, Optional<Map<String, Object>> offset, long timestampMs) {}

    /** One source partition and its offset. */
    public record SourceOffset(Map<String, Object> partition, Map<String, Object> offset) {}

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        Optional<OffsetRecordCodec.Key> key = codec.readKey(entry.key());
        if (key.isEmpty()) {
            return;
        }
        Entry read = new Entry(key.get(), codec.readValue(entry.value()), entry.timestamp());
        byConnector
                .computeIfAbsent(key.get().connector(), name -> new ConcurrentHashMap<>())
                .merge(key.get().canonical(), read, OffsetTable::newer);
    }

    /**
     * The same spelling lies in one topic partition, whose order decides. Two spellings may lie in two topic partitions,
     * which come in no order, so that only their timestamps can tell.
     */
    private static Entry newer(Entry old, Entry now) {
        boolean sameSpelling = Arrays.equals(old.key().bytes(), now.key().bytes());
        return sameSpelling || now.timestampMs() >= old.timestampMs() ? now : old;
    }

    /** Whether the topic has said anything of a partition, be it that its offset was deleted. */
    boolean knows(String connector, Map<String, ?> partition) {
        return entries(connector).containsKey(codec.key(connector, partition).canonical());
    }

    /** The offset of one partition. */
    public Optional<Map<String, Object>> offset(String connector, Map<String, ?> partition) {
        String canonical = codec.key(connector, partition).canonical();
        return Optional.ofNullable(entries(connector).get(canonical)).flatMap(Entry::offset);
    }

    /** All offsets of a connector. */
    public List<SourceOffset> offsets(String connector) {
        Collection<Entry> entries = entries(connector).values();
        return entries.stream()
                .filter(entry -> entry.offset().isPresent())
                .map(entry ->
                        new SourceOffset(entry.key().partition(), entry.offset().get()))
                .toList();
    }

    /** The key bytes under which a partition is known already, else its bytes as spelled now. */
    byte[] keyBytes(String connector, Map<String, ?> partition) {
        OffsetRecordCodec.Key key = codec.key(connector, partition);
        Entry known = entries(connector).get(key.canonical());
        return known == null ? key.bytes() : known.key().bytes();
    }

    byte[] valueBytes(Map<String, ?> offset) {
        return codec.value(offset);
    }

    private Map<String, Entry> entries(String connector) {
        return byConnector.getOrDefault(connector, Map.of());
    }
}
