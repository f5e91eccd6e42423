package io.millrace.registry.serde.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.protobuf.ParsedProtobuf;
import io.millrace.registry.protobuf.ProtobufKind;
import io.millrace.registry.protobuf.ProtobufLimits;
import io.millrace.registry.protobuf.link.Extensions;
import io.millrace.registry.protobuf.option.OptionException;
import io.millrace.registry.protobuf.option.OptionInterpreter;
import io.millrace.registry.serde.StoredSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A Protobuf file with the files that it imports, and which of its messages is meant. Equal are those of one text, references
 * and message. Any thread.
 */
public final class ProtobufSchema {
    static final ProtobufKind KIND = new ProtobufKind(ProtobufLimits.standard());

    private final StoredSchema stored;
    private final ParsedProtobuf parsed;
    private final String messageName;

    private ProtobufSchema(StoredSchema stored, ParsedProtobuf parsed, String messageName) {
        this.stored = stored;
        this.parsed = parsed;
        this.messageName = messageName;
    }

    /** A file as a registry keeps it; its first message is meant. Refused if it is none. */
    public static ProtobufSchema of(StoredSchema stored) {
        ParsedProtobuf parsed = KIND.parse(new SchemaSource(stored.text(), stored.dependencies()), Strictness.LENIENT)
                .fold(read -> read, refused -> {
                    throw new SerializationException(refused.message());
                });
        List<Descriptor> messages = parsed.descriptor().getMessageTypes();
        return new ProtobufSchema(
                stored, parsed, messages.isEmpty() ? "" : messages.get(0).getFullName());
    }

    /** The same file, with another message meant. */
    public ProtobufSchema meaning(String fullName) {
        return new ProtobufSchema(stored, parsed, fullName);
    }

    /** Its text and references. */
    public StoredSchema stored() {
        return stored;
    }

    ParsedProtobuf parsed() {
        return parsed;
    }

    /**
     * A file with its options understood, as far as it says who declares them.
     *
     * @param file the schema's, or one that it imports
     */
    public FileDescriptorProto interpreted(FileDescriptor file) {
        if (file == parsed.descriptor()) {
            return parsed.interpreted();
        }
        FileDescriptorProto.Builder imported = file.toProto().toBuilder();
        try {
            OptionInterpreter.all(imported, Extensions.of(file), false);
        } catch (OptionException e) {
            throw new SerializationException("the imported file " + file.getName() + ": " + e.getMessage(), e);
        }
        return imported.build();
    }

    /** The full name of the message that is meant; empty if the file has none. */
    public String messageName() {
        return messageName;
    }

    /** Whether the file declares a message of that full name, perhaps inside of another one. */
    public boolean declares(String fullName) {
        return parsed.messageIndexes().of(fullName).isPresent();
    }

    /** The way to a message of the file, outermost first; refused if the file declares none of that name. */
    public List<Integer> indexes(String fullName) {
        return parsed.messageIndexes()
                .of(fullName)
                .orElseThrow(() -> new SerializationException("the schema declares no message " + fullName));
    }

    /** The message that a way leads to; refused if it leads nowhere. */
    public Descriptor message(List<Integer> indexes) {
        Optional<Descriptor> found = parsed.messageIndexes().at(indexes);
        return found.orElseThrow(() -> new SerializationException("the schema has no message at " + indexes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProtobufSchema that
                && stored.text().equals(that.stored.text())
                && stored.references().equals(that.stored.references())
                && messageName.equals(that.messageName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(stored.text(), stored.references(), messageName);
    }

    @Override
    public String toString() {
        return stored.text();
    }
}
