package io.millrace.registry.server;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of schema that parses each text once as long as it is among the recently used ones.
 *
 * @param <S> its parsed form
 */
final class RememberedKind<S extends ParsedSchema> implements SchemaKind<S> {
    private record Key(SchemaSource source, Strictness strictness) {}

    private final SchemaKind<S> kind;
    private final Map<Key, Decision<S>> recent;

    RememberedKind(SchemaKind<S> kind, int maxEntries) {
        this.kind = kind;
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Decision<S>> eldest) {
                return size() > maxEntries;
            }
        };
    }

    @Override
    public String type() {
        return kind.type();
    }

    @Override
    public Decision<S> parse(SchemaSource source, Strictness strictness) {
        Key key = new Key(source, strictness);
        synchronized (recent) {
            Decision<S> known = recent.get(key);
            if (known != null) {
                return known;
            }
        }
        Decision<S> parsed = kind.parse(source, strictness);
        if (parsed.isAccepted()) {
            synchronized (recent) {
                recent.put(key, parsed);
            }
        }
        return parsed;
    }

    @Override
    public List<Incompatibility> incompatibilities(
            S reader, S writer, CompatibilityPolicy policy, Incompatibility.Sides sides) {
        return kind.incompatibilities(reader, writer, policy, sides);
    }

    @Override
    public String message(Incompatibility found) {
        return kind.message(found);
    }

    @Override
    public String formatted(S schema, String format) {
        return kind.formatted(schema, format);
    }

    @Override
    public List<SchemaTags> tags(S schema) {
        return kind.tags(schema);
    }

    @Override
    public Decision<String> withTags(S schema, SchemaTags.Change change) {
        return kind.withTags(schema, change);
    }
}
