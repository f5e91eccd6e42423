package io.millrace.registry.server;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of schema that parses each text once as long as it is among the recently used ones. They are bounded by number
 * and by their characters, those of the schemas that they use included; one large schema does not drive out the many.
 *
 * @param <S> its parsed form
 */
final class RememberedKind<S extends ParsedSchema> implements SchemaKind<S> {
    /** What all remembered schemas together may have, in characters. */
    static final int MAX_CHARACTERS = 16 << 20;
    /** What a schema may have to be remembered at all, in characters. */
    static final int MAX_CHARACTERS_EACH = MAX_CHARACTERS / 16;

    private record Key(SchemaSource source, Strictness strictness) {
        long characters() {
            long used = source.dependencies().stream()
                    .mapToLong(each -> each.name().length() + (long) each.text().length())
                    .sum();
            return source.text().length() + used;
        }
    }

    private final SchemaKind<S> kind;
    private final int maxEntries;
    /** The least recently used first; it guards itself and the number of its characters. */
    private final Map<Key, Decision<S>> recent = new LinkedHashMap<>(16, 0.75f, true);

    private long characters;

    RememberedKind(SchemaKind<S> kind, int maxEntries) {
        this.kind = kind;
        this.maxEntries = maxEntries;
    }

    @Override
    public String type() {
        return kind.type();
    }

    @Override
    public Optional<Decision<S>> known(SchemaSource source, Strictness strictness) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(new Key(source, strictness)));
        }
    }

    @Override
    public Decision<S> parse(SchemaSource source, Strictness strictness) {
        Optional<Decision<S>> known = known(source, strictness);
        if (known.isPresent()) {
            return known.get();
        }
        Key key = new Key(source, strictness);
        Decision<S> parsed = kind.parse(source, strictness);
        if (parsed.isAccepted() && key.characters() <= MAX_CHARACTERS_EACH) {
            remember(key, parsed);
        }
        return parsed;
    }

    private void remember(Key key, Decision<S> parsed) {
        synchronized (recent) {
            if (recent.put(key, parsed) == null) {
                characters += key.characters();
            }
            Iterator<Key> eldest = recent.keySet().iterator();
            while (recent.size() > maxEntries || characters > MAX_CHARACTERS) {
                characters -= eldest.next().characters();
                eldest.remove();
            }
        }
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
    public String withTagsWhereDefined(S schema, List<SchemaTags> tags) {
        return kind.withTagsWhereDefined(schema, tags);
    }

    @Override
    public boolean hasTopLevelField(S schema, String name) {
        return kind.hasTopLevelField(schema, name);
    }

    @Override
    public Decision<String> withTags(S schema, SchemaTags.Change change) {
        return kind.withTags(schema, change);
    }
}
