package io.millrace.registry.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an id stands for: the text and all that belongs to it. Two contents are the same schema if and only if their
 * guids are equal. Metadata and rules are kept as the JSON text that came in.
 */
public record SchemaContent(
        String schemaType,
        String text,
        List<SchemaReference> references,
        Optional<String> metadata,
        Optional<String> ruleSet) {
    /** The type that is meant when none is written. */
    public static final String AVRO = "AVRO";

    public SchemaContent {
        references = List.copyOf(references);
    }

    /** An Avro schema that refers to nothing. */
    public static SchemaContent avro(String text) {
        return new SchemaContent(AVRO, text, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same content in another spelling. */
    public SchemaContent withText(String other) {
        return new SchemaContent(schemaType, other, references, metadata, ruleSet);
    }

    /** The same content with other references. */
    public SchemaContent withReferences(List<SchemaReference> others) {
        return new SchemaContent(schemaType, text, others, metadata, ruleSet);
    }

    /** The identity of this content, equal in every registry that holds it. */
    public UUID guid() {
        MessageDigest digest = md5();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        for (SchemaReference reference : references) {
            digest.update(reference.name().getBytes(StandardCharsets.UTF_8));
            digest.update(reference.subject().getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(reference.version())
                    .array());
        }
        metadata.ifPresent(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
        ruleSet.ifPresent(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
