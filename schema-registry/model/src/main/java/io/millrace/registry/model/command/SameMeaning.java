package io.millrace.registry.model.command;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what was sent among versions that have another text: a descriptor has no spelling of its own, and an Avro schema
 * may be sent with all written out that a stored one has by its references, as the schemas of generated classes are. One use.
 */
final class SameMeaning {
    /** How many versions are looked at, the latest first. */
    static final int VERSIONS_MAX = 100;

    private final SchemaReader reader;
    private final String subject;
    private final SchemaContent content;
    private final ReadSchema<?> sent;
    /** Of what was sent; null as long as nothing could be it. */
    private String meaning;

    SameMeaning(SchemaReader reader, String subject, SchemaContent content, ReadSchema<?> sent) {
        this.reader = reader;
        this.subject = subject;
        this.content = content;
        this.sent = sent;
    }

    /** The latest version that it is. */
    Optional<SchemaVersion> find(Visibility visibility) {
        List<SchemaVersion> versions = reader.state().versions(subject, visibility);
        for (int i = versions.size() - 1; i >= Math.max(0, versions.size() - VERSIONS_MAX); i--) {
            if (mayBe(versions.get(i)) && is(versions.get(i).content())) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether all fits but the text, and it is worth while to look at that. */
    private boolean mayBe(SchemaVersion version) {
        SchemaContent stored = version.content();
        boolean comparable = sent.parsed().isWithoutSpelling()
                ? content.references().equals(stored.references())
                : content.schemaType().equals(SchemaContent.AVRO)
                        && content.references().isEmpty()
                        && !stored.references().isEmpty();
        SchemaContent inItsText = content.withText(stored.text()).withReferences(stored.references());
        return comparable
                && LookUpSchema.match(reader.state(), subject, List.of(inItsText), List.of(version))
                        .isPresent();
    }

    private boolean is(SchemaContent stored) {
        if (meaning == null) {
            meaning = sent.meaning();
        }
        return reader.read(subject, stored, Strictness.LENIENT)
                .fold(read -> read.meaning().equals(meaning), unreadable -> false);
    }
}
