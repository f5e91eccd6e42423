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

    /** What a text is leniently, and whether it is that strictly too. */
    private record Parsed<S extends ParsedSchema>(Decision<S> result, boolean strictly) {
        boolean isFor(Strictness strictness) {
            return strictly || strictness == Strictness.LENIENT;
        }
    }

    private final SchemaKind<S> kind;
    private final int maxEntries;
    /** The least recently used first; it guards itself and the number of its characters. */
    private final Map<SchemaSource, Parsed<S>> recent = new LinkedHashMap<>(16, 0.75f, true);

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
            return Optional.ofNullable(recent.get(source))
                    .filter(each -> each.isFor(strictness))
                    .map(Parsed::result);
        }
    }

    /** Strictly first: most texts are so, and who registers one asks for both. */
    @Override
    public Decision<S> parse(SchemaSource source, Strictness strictness) {
        Optional<Decision<S>> known = known(source, strictness);
        if (known.isPresent()) {
            return known.get();
        }
        Decision<S> strictly = kind.parse(source, Strictness.STRICT);
        if (strictly.isAccepted()) {
            remember(source, new Parsed<>(strictly, true));
        }
        if (strictly.isAccepted() || strictness == Strictness.STRICT) {
            return strictly;
        }
        Decision<S> leniently = kind.parse(source, Strictness.LENIENT);
        if (leniently.isAccepted()) {
            remember(source, new Parsed<>(leniently, false));
        }
        return leniently;
    }

    private void remember(SchemaSource source, Parsed<S> parsed) {
        if (characters(source) > MAX_CHARACTERS_EACH) {
            return;
        }
        synchronized (recent) {
            if (recent.put(source, parsed) == null) {
                characters += characters(source);
            }
            Iterator<SchemaSource> eldest = recent.keySet().iterator();
            while (recent.size() > maxEntries || characters > MAX_CHARACTERS) {
                characters -= characters(eldest.next());
                eldest.remove();
            }
        }
    }

    private static long characters(SchemaSource source) {
        long used = source.dependencies().stream()
                .mapToLong(each -> each.name().length() + (long) each.text().length())
                .sum();
        return source.text().length() + used;
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
