package io.millrace.registry.model;

import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.contract.RuleSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What an id stands for: the text and all that belongs to it. Two contents are the same schema if and only if they are
 * equal. Metadata and rules are canonical JSON texts; {@code {}} is a client's wish that there be none.
 */
public final class SchemaContent {
    /** The type that is meant when none is written. */
    public static final String AVRO = "AVRO";

    /** Nobody changes it: to copy it takes far less than to ask the security providers for each of 100,000 schemas. */
    private static final MessageDigest UNUSED_DIGEST = md5();

    private final String schemaType;
    private final String text;
    private final List<SchemaReference> references;
    private final Optional<String> metadata;
    private final Optional<String> ruleSet;
    /** Null until somebody asks; whoever asks at the same time computes the same. */
    private UUID guid;

    public SchemaContent(
            String schemaType,
            String text,
            List<SchemaReference> references,
            Optional<String> metadata,
            Optional<String> ruleSet) {
        this.schemaType = schemaType;
        this.text = text;
        this.references = List.copyOf(references);
        this.metadata = metadata;
        this.ruleSet = ruleSet;
    }

    public String schemaType() {
        return schemaType;
    }

    public String text() {
        return text;
    }

    public List<SchemaReference> references() {
        return references;
    }

    public Optional<String> metadata() {
        return metadata;
    }

    public Optional<String> ruleSet() {
        return ruleSet;
    }

    /** An Avro schema that refers to nothing. */
    public static SchemaContent avro(String text) {
        return new SchemaContent(AVRO, text, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same content in another spelling. */
    public SchemaContent withText(String other) {
        return text.equals(other) ? this : new SchemaContent(schemaType, other, references, metadata, ruleSet);
    }

    /** The same content with other references. */
    public SchemaContent withReferences(List<SchemaReference> others) {
        return references.equals(others) ? this : new SchemaContent(schemaType, text, others, metadata, ruleSet);
    }

    /** The same text with other metadata and rules; those that say nothing are left out. */
    public SchemaContent withContract(Optional<String> otherMetadata, Optional<String> otherRules) {
        return withSentContract(
                otherMetadata.filter(json -> !json.equals(Metadata.NONE)),
                otherRules.filter(json -> !json.equals(RuleSet.NONE)));
    }

    /** The same text with metadata and rules as a client sends them, which may say that there be none. */
    public SchemaContent withSentContract(Optional<String> sentMetadata, Optional<String> sentRules) {
        return metadata.equals(sentMetadata) && ruleSet.equals(sentRules)
                ? this
                : new SchemaContent(schemaType, text, references, sentMetadata, sentRules);
    }

    /**
     * A digest of this content, equal in every registry that holds it. Confluent's rule decides what goes in, and it is
     * ambiguous: neither the type nor the lengths of the parts nor unknown fields do. So different contents may share a
     * guid; whoever needs to know whether two are the same compares them. It is computed once.
     */
    public UUID guid() {
        UUID known = guid;
        if (known == null) {
            known = digested();
            guid = known;
        }
        return known;
    }

    private UUID digested() {
        MessageDigest digest = newDigest();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        for (SchemaReference reference : references) {
            digest.update(reference.name().getBytes(StandardCharsets.UTF_8));
            digest.update(reference.subject().getBytes(StandardCharsets.UTF_8));
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(reference.version())
                    .array());
        }
        metadata.ifPresent(value -> Metadata.hash(value, digest));
        ruleSet.ifPresent(value -> RuleSet.hash(value, digest));
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest newDigest() {
        try {
            return (MessageDigest) UNUSED_DIGEST.clone();
        } catch (CloneNotSupportedException e) {
            return md5();
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof SchemaContent content
                        && text.equals(content.text)
                        && schemaType.equals(content.schemaType)
                        && references.equals(content.references)
                        && metadata.equals(content.metadata)
                        && ruleSet.equals(content.ruleSet));
    }

    @Override
    public int hashCode() {
        return Objects.hash(schemaType, text, references, metadata, ruleSet);
    }

    @Override
    public String toString() {
        return "SchemaContent[schemaType=" + schemaType + ", text=" + text + ", references=" + references
                + ", metadata=" + metadata + ", ruleSet=" + ruleSet + "]";
    }
}
