package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.registry.protobuf.link.MissingTypes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares two fields of one number. */
final class FieldComparison {
    /** For each type of a reader, the types of a writer beside itself all of whose values mean the same to it. */
    private static final Map<FieldDescriptor.Type, Set<FieldDescriptor.Type>> SAME_MEANING = new EnumMap<>(Map.of(
            FieldDescriptor.Type.INT64,
            EnumSet.of(
                    FieldDescriptor.Type.INT32,
                    FieldDescriptor.Type.UINT32,
                    FieldDescriptor.Type.BOOL,
                    FieldDescriptor.Type.ENUM),
            FieldDescriptor.Type.INT32,
            EnumSet.of(FieldDescriptor.Type.BOOL, FieldDescriptor.Type.ENUM),
            FieldDescriptor.Type.UINT64,
            EnumSet.of(FieldDescriptor.Type.UINT32, FieldDescriptor.Type.BOOL),
            FieldDescriptor.Type.UINT32,
            EnumSet.of(FieldDescriptor.Type.BOOL),
            FieldDescriptor.Type.SINT64,
            EnumSet.of(FieldDescriptor.Type.SINT32),
            FieldDescriptor.Type.BYTES,
            EnumSet.of(FieldDescriptor.Type.STRING)));

    private final Findings findings;
    private final ImportedTypes imported;
    private final String path;

    FieldComparison(Findings findings, ImportedTypes imported, String path) {
        this.findings = findings;
        this.imported = imported;
        this.path = path;
    }

    void compare(FieldDescriptor reader, FieldDescriptor writer) {
        types(reader, writer);
        labels(reader, writer);
        if (findings.isLogical() && !reader.getJsonName().equals(writer.getJsonName())) {
            findings.add(Rule.FIELD_JSON_NAME_CHANGED, path, writer.getJsonName(), reader.getJsonName());
        }
    }

    private void types(FieldDescriptor reader, FieldDescriptor writer) {
        Kind kind = Kind.of(reader);
        if (kind != Kind.of(writer)) {
            add(Rule.FIELD_KIND_CHANGED, reader, writer);
            return;
        }
        switch (kind) {
            case SCALAR -> scalars(reader, writer);
            case MESSAGE, GROUP -> messages(reader, writer);
            case MAP -> {
                types(part(reader, 1), part(writer, 1));
                types(part(reader, 2), part(writer, 2));
            }
        }
    }

    private static FieldDescriptor part(FieldDescriptor map, int number) {
        return map.getMessageType().findFieldByNumber(number);
    }

    private void scalars(FieldDescriptor reader, FieldDescriptor writer) {
        if (Kind.Encoding.of(reader.getType()) != Kind.Encoding.of(writer.getType())) {
            add(Rule.FIELD_SCALAR_KIND_CHANGED, reader, writer);
        } else if (findings.isLogical()
                && reader.getType() != writer.getType()
                && !SAME_MEANING.getOrDefault(reader.getType(), Set.of()).contains(writer.getType())) {
            add(Rule.FIELD_SCALAR_TYPE_CHANGED, reader, writer);
        }
    }

    private void messages(FieldDescriptor reader, FieldDescriptor writer) {
        Descriptor readerType = reader.getMessageType();
        Descriptor writerType = writer.getMessageType();
        if (MissingTypes.isMissing(readerType) || MissingTypes.isMissing(writerType)) {
            if (!readerType.getName().equals(writerType.getName())) {
                add(Rule.FIELD_NAMED_TYPE_CHANGED, reader, writer);
            }
        } else if (!Types.localName(readerType).equals(Types.localName(writerType))) {
            add(Rule.FIELD_NAMED_TYPE_CHANGED, reader, writer);
        } else {
            imported.use(
                    readerType,
                    writerType,
                    findings.describe(Rule.FIELD_NAMED_TYPE_CHANGED, path, typeName(writer), typeName(reader)));
        }
    }

    private void labels(FieldDescriptor reader, FieldDescriptor writer) {
        if (Kind.of(reader) != Kind.SCALAR || Kind.of(writer) != Kind.SCALAR) {
            return;
        }
        Kind.Encoding encoding = Kind.Encoding.of(reader.getType());
        if (encoding != Kind.Encoding.of(writer.getType())) {
            return;
        }
        Label now = Label.of(reader);
        Label before = Label.of(writer);
        boolean bothWritten = now != Label.NONE && before != Label.NONE;
        boolean repetition = now != before && (now == Label.REPEATED || before == Label.REPEATED);
        if (encoding == Kind.Encoding.STRING_OR_BYTES) {
            if (findings.isLogical() && repetition) {
                findings.add(Rule.FIELD_STRING_OR_BYTES_LABEL_CHANGED, path, before.name(), now.name());
            }
        } else if (bothWritten ? now != before : findings.isLogical() && repetition) {
            findings.add(Rule.FIELD_NUMERIC_LABEL_CHANGED, path, before.name(), now.name());
        }
    }

    private void add(Rule rule, FieldDescriptor reader, FieldDescriptor writer) {
        findings.add(rule, path, typeName(writer), typeName(reader));
    }

    private static String typeName(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE ->
                field.isMapField()
                        ? "map<" + typeName(part(field, 1)) + ", " + typeName(part(field, 2)) + ">"
                        : field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                field.getType().name().toLowerCase(Locale.ROOT);
        };
    }
}
