package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a message. The messages inside it keep their order, those that maps and groups bring with them included: records
 * name a message by its position.
 */
final class MessageWriter {
    private final Lines lines;
    private final Dialect dialect;

    MessageWriter(Lines lines, Dialect dialect) {
        this.lines = lines;
        this.dialect = dialect;
    }

    void write(DescriptorProto message) {
        lines.open("message " + message.getName());
        body(message);
        lines.close();
    }

    /** What stands between the braces. */
    void body(DescriptorProto message) {
        lines.options(OptionWriter.assignments(message.getOptions()));
        ranges(message);
        NestedOrder nested = new NestedOrder(message.getNestedTypeList(), this::write);
        message.getFieldList().forEach(nested::claim);
        message.getExtensionList().forEach(nested::claim);
        TreeSet<Integer> oneofs = new TreeSet<>();
        for (FieldDescriptorProto field : message.getFieldList()) {
            if (!field.hasOneofIndex() || field.getProto3Optional()) {
                nested.before(List.of(field));
                new FieldWriter(lines, dialect).write(field, message.getNestedTypeList(), false);
            } else if (oneofs.add(field.getOneofIndex())) {
                oneof(message, field.getOneofIndex(), nested);
            }
        }
        new ExtensionWriter(lines, dialect).write(message.getExtensionList(), message.getNestedTypeList(), nested);
        nested.rest();
        message.getEnumTypeList().forEach(new EnumWriter(lines, dialect)::write);
    }

    private void oneof(DescriptorProto message, int index, NestedOrder nested) {
        List<FieldDescriptorProto> members = message.getFieldList().stream()
                .filter(field -> field.hasOneofIndex() && field.getOneofIndex() == index)
                .toList();
        nested.before(members);
        OneofDescriptorProto oneof = message.getOneofDecl(index);
        lines.open("oneof " + oneof.getName());
        lines.options(OptionWriter.assignments(oneof.getOptions()));
        FieldWriter fields = new FieldWriter(lines, dialect);
        members.forEach(field -> fields.write(field, message.getNestedTypeList(), true));
        lines.close();
    }

    private void ranges(DescriptorProto message) {
        message.getReservedRangeList()
                .forEach(range -> lines.add("reserved " + range(range.getStart(), range.getEnd()) + ";"));
        message.getReservedNameList()
                .forEach(name ->
                        lines.add("reserved " + (dialect == Dialect.EDITION ? name : OptionWriter.quoted(name)) + ";"));
        message.getExtensionRangeList()
                .forEach(range -> lines.add("extensions "
                        + range(range.getStart(), range.getEnd())
                        + OptionWriter.brackets(OptionWriter.assignments(range.getOptions()))
                        + ";"));
    }

    private static String range(int start, int end) {
        if (end == start + 1) {
            return Integer.toString(start);
        }
        return start + " to " + (end >= RangeReader.END_OF_FIELDS ? "max" : Integer.toString(end - 1));
    }
}
