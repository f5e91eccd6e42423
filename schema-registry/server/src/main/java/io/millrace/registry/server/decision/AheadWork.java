package io.millrace.registry.server.decision;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What one request has parsed and compared so far, and what it has found to be due. One thread at a time. */
final class AheadWork {
    /** What is kept at most, of parsed schemas and of comparisons together; what is more is done under the lock. */
    static final int MAX_RESULTS = 1000;
    /** What the schemas that are kept may have together, in characters. */
    static final int MAX_CHARACTERS = 4 << 20;

    private record Text(SchemaKind<?> kind, SchemaSource source, Strictness strictness) {
        long characters() {
            return source.text().length()
                    + source.dependencies().stream()
                            .mapToLong(each -> each.text().length())
                            .sum();
        }
    }

    /** Two parsed schemas, each the very one that is kept. */
    private static final class Pair {
        private final ParsedSchema reader;
        private final ParsedSchema writer;
        private final CompatibilityPolicy policy;
        private final Sides sides;

        Pair(ParsedSchema reader, ParsedSchema writer, CompatibilityPolicy policy, Sides sides) {
            this.reader = reader;
            this.writer = writer;
            this.policy = policy;
            this.sides = sides;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair
                    && pair.reader == reader
                    && pair.writer == writer
                    && pair.policy == policy
                    && pair.sides == sides;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(reader) + System.identityHashCode(writer);
        }
    }

    private final Map<Text, Decision<?>> parsed = new HashMap<>();
    /** The parsed schemas in there; any other is parsed anew the next time, so comparing it ahead would be in vain. */
    private final Set<ParsedSchema> kept = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Pair, List<Incompatibility>> compared = new HashMap<>();
    /** Each says whether what comes after it is likely to be needed. */
    private final List<BooleanSupplier> due = new ArrayList<>();

    private long characters;

    @SuppressWarnings("unchecked") // the kind in the key is the one that parsed it
    <S extends ParsedSchema> Optional<Decision<S>> parsed(
            SchemaKind<S> kind, SchemaSource source, Strictness strictness) {
        Text text = new Text(kind, source, strictness);
        Decision<S> kept = (Decision<S>) parsed.get(text);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<Decision<S>> known = kind.known(source, strictness);
        known.ifPresent(each -> keep(text, each));
        return known;
    }

    private <S extends ParsedSchema> void keep(Text text, Decision<S> result) {
        if (fits(text)) {
            parsed.put(text, result);
            characters += text.characters();
            result.map(kept::add);
        }
    }

    private boolean fits(Text text) {
        return parsed.size() + compared.size() < MAX_RESULTS && characters + text.characters() <= MAX_CHARACTERS;
    }

    /** Notes that a text is to be parsed; false if the result could not be kept. */
    <S extends ParsedSchema> boolean parseLater(SchemaKind<S> kind, SchemaSource source, Strictness strictness) {
        Text text = new Text(kind, source, strictness);
        if (!fits(text)) {
            return false;
        }
        due.add(() -> {
            keep(text, kind.parse(source, strictness));
            return true;
        });
        return true;
    }

    Optional<List<Incompatibility>> compared(
            ParsedSchema reader, ParsedSchema writer, CompatibilityPolicy policy, Sides sides) {
        return Optional.ofNullable(compared.get(new Pair(reader, writer, policy, sides)));
    }

    /** Notes that two schemas are to be compared; false if the result could not be kept. */
    <S extends ParsedSchema> boolean compareLater(
            SchemaKind<S> kind, S reader, S writer, CompatibilityPolicy policy, Sides sides) {
        boolean mayRecur = kept.contains(reader) && kept.contains(writer);
        if (!mayRecur || parsed.size() + compared.size() + due.size() >= MAX_RESULTS) {
            return false;
        }
        due.add(() -> {
            List<Incompatibility> found = kind.incompatibilities(reader, writer, policy, sides);
            compared.put(new Pair(reader, writer, policy, sides), found);
            return found.isEmpty();
        });
        return true;
    }

    boolean isDue() {
        return !due.isEmpty();
    }

    /** Does what was noted, up to the first comparison that finds something: it mostly decides. */
    void catchUp() {
        for (BooleanSupplier task : due) {
            if (!task.getAsBoolean()) {
                break;
            }
        }
        due.clear();
    }
}
