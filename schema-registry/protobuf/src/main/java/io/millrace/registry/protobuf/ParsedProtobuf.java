package io.millrace.registry.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.model.schema.ParsedSchema;
import io.millrace.registry.protobuf.text.ProtoFileWriter;
import java.util.Base64;
import java.util.List;

/** A Protobuf schema that was read and linked. Immutable, for any thread. */
public final class ParsedProtobuf implements ParsedSchema {
    private final FileDescriptorProto written;
    private final FileDescriptor linked;
    private final boolean declaresEntries;
    /** Whether the texts of this schema declare them as well. */
    private final boolean entriesApart;

    private final boolean isDescriptor;
    private final String canonicalText;
    /** Made when it is first asked for; two threads may make one each. */
    private volatile String normalText;

    /**
     * Takes what was read.
     *
     * @param written the file as it was written, its options interpreted
     * @param linked the same file with its types
     * @param declaresEntries whether the entries of maps stand in it as messages of their own
     * @param isDescriptor whether it was no text
     */
    ParsedProtobuf(FileDescriptorProto written, FileDescriptor linked, boolean declaresEntries, boolean isDescriptor) {
        this.written = written;
        this.linked = linked;
        this.declaresEntries = declaresEntries;
        this.entriesApart = declaresEntries && MapEntriesApart.matter(written);
        this.isDescriptor = isDescriptor;
        this.canonicalText = text(written);
    }

    private String text(FileDescriptorProto file) {
        return ProtoFileWriter.write(entriesApart ? MapEntriesApart.in(file) : file);
    }

    /**
     * The text without comments, in one layout; names of types are as they were written. Entries of maps that were declared
     * by themselves are where messages behind them would have other positions without them, and are otherwise left to the
     * fields.
     */
    @Override
    public String canonicalText() {
        return canonicalText;
    }

    /** With all entries of maps left to their fields. */
    @Override
    public List<String> earlierTexts() {
        return entriesApart ? List.of(textOfMaps()) : List.of();
    }

    /** The canonical text with all entries of maps left to their fields, whatever the positions of messages are then. */
    public String textOfMaps() {
        return ProtoFileWriter.write(written);
    }

    /** The text with full names of types, and with imports, options and fields in order. */
    @Override
    public String normalText() {
        String known = normalText;
        if (known == null) {
            known = ProtoFileWriter.write(NormalForm.of(NormalForm.complete(written, linked)));
            normalText = known;
        }
        return known;
    }

    /** Not so where a text with maps would give messages other positions than those that its sender counts. */
    @Override
    public boolean isWithoutSpelling() {
        return isDescriptor && !entriesApart;
    }

    /**
     * The schema as a FileDescriptorProto in base64, for clients that have no parser of {@code .proto}. Never empty: a file of
     * proto2 that declares nothing names its syntax, which others leave out.
     */
    public String serialized() {
        FileDescriptorProto file = NormalForm.complete(written, linked);
        if (file.getSerializedSize() == 0) {
            file = file.toBuilder().setSyntax("proto2").build();
        }
        return Base64.getEncoder().encodeToString(file.toByteArray());
    }

    /** The text without extensions: neither options that others declare, nor extensions that this file declares. */
    public String textWithoutExtensions() {
        return text(NormalForm.withoutExtensions(written));
    }

    /** The file with its types, as records are read and written with. */
    public FileDescriptor descriptor() {
        return linked;
    }

    /** The file as it was written, its options interpreted. */
    public FileDescriptorProto interpreted() {
        return written;
    }

    /** The positions that records name its messages by. */
    public MessageIndexes messageIndexes() {
        return new MessageIndexes(linked, declaresEntries);
    }
}
