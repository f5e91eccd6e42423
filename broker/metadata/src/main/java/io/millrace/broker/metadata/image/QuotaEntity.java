package io.millrace.broker.metadata.image;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom a quota is for.
 *
 * @param parts from type of entity to its name; a type without a name means all that have no quota of their own
 */
public record QuotaEntity(SortedMap<String, Optional<String>> parts) implements Comparable<QuotaEntity> {
    public static final String USER = "user";
    public static final String CLIENT_ID = "client-id";
    public static final String IP = "ip";

    public QuotaEntity {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    public static QuotaEntity of(Map<String, Optional<String>> parts) {
        return new QuotaEntity(new TreeMap<>(parts));
    }

    /** The names come after their lengths, so that two entities are never written alike. */
    private String key() {
        StringBuilder key = new StringBuilder();
        parts.forEach((type, name) -> {
            key.append(type).append('=');
            name.ifPresentOrElse(given -> key.append(given.length()).append(':').append(given), () -> key.append('*'));
            key.append(';');
        });
        return key.toString();
    }

    @Override
    public int compareTo(QuotaEntity other) {
        return key().compareTo(other.key());
    }

    public void write(FieldWriter writer) {
        writer.writeList(parts.entrySet(), (fields, part) -> {
            fields.writeString(part.getKey());
            fields.writeOptionalString(part.getValue());
        });
    }

    public static QuotaEntity read(FieldReader reader) {
        SortedMap<String, Optional<String>> parts = new TreeMap<>();
        reader.readList(fields -> parts.put(fields.readString(), fields.readOptionalString()));
        return new QuotaEntity(parts);
    }
}
