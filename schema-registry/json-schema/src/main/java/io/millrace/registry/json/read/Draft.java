package io.millrace.registry.json.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The drafts that are read, oldest first. */
enum Draft {
    DRAFT_4("json-schema.org/draft-04/schema"),
    DRAFT_6("json-schema.org/draft-06/schema"),
    DRAFT_7("json-schema.org/draft-07/schema"),
    DRAFT_2019_09("json-schema.org/draft/2019-09/schema"),
    DRAFT_2020_12("json-schema.org/draft/2020-12/schema");

    /** What a schema without {@code $schema} is, as in Confluent's registry. */
    static final Draft UNNAMED = DRAFT_7;

    /** Said by schemas that mean "the current one" since the days of draft 4. */
    private static final String NO_DRAFT_IN_PARTICULAR = "json-schema.org/schema";

    private final String uri;

    Draft(String uri) {
        this.uri = uri;
    }

    /** The draft that a {@code $schema} names; http or https, with or without the empty fragment. */
    static Optional<Draft> named(String schemaUri) {
        String bare = schemaUri.strip().replaceFirst("^(?i)https?://", "").replaceFirst("#$", "");
        if (bare.toLowerCase(Locale.ROOT).equals(NO_DRAFT_IN_PARTICULAR)) {
            return Optional.of(UNNAMED);
        }
        return Arrays.stream(values())
                .filter(draft -> draft.uri.equals(bare.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All of them, for a message. */
    static String list() {
        return Arrays.stream(values()).map(draft -> draft.uri).collect(Collectors.joining(", "));
    }

    /** Its {@code $schema}, as its own meta-schema has it. */
    String schemaUri() {
        return isBefore(DRAFT_2019_09) ? "http://" + uri + "#" : "https://" + uri;
    }

    boolean isBefore(Draft other) {
        return compareTo(other) < 0;
    }

    /** The keyword that names a schema. */
    String idKeyword() {
        return this == DRAFT_4 ? "id" : "$id";
    }

    /** Whether what stands beside a {@code $ref} counts. */
    boolean readsSiblingsOfRef() {
        return !isBefore(DRAFT_2019_09);
    }

    /** Whether {@code true} and {@code false} are schemas wherever a schema may be. */
    boolean readsBooleans() {
        return this != DRAFT_4;
    }
}
