package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;

/** Writes an enum. */
final class EnumWriter {
    private final Lines lines;
    private final Dialect dialect;

    EnumWriter(Lines lines, Dialect dialect) {
        this.lines = lines;
        this.dialect = dialect;
    }

    void write(EnumDescriptorProto enumeration) {
        lines.open("enum " + enumeration.getName());
        lines.options(OptionWriter.assignments(enumeration.getOptions()));
        enumeration.getReservedRangeList().forEach(range -> lines.add("reserved " + range(range) + ";"));
        enumeration
                .getReservedNameList()
                .forEach(name ->
                        lines.add("reserved " + (dialect == Dialect.EDITION ? name : OptionWriter.quoted(name)) + ";"));
        for (EnumValueDescriptorProto value : enumeration.getValueList()) {
            lines.add(value.getName() + " = " + value.getNumber()
                    + OptionWriter.brackets(OptionWriter.assignments(value.getOptions())) + ";");
        }
        lines.close();
    }

    private static String range(EnumReservedRange range) {
        if (range.getEnd() == range.getStart()) {
            return Integer.toString(range.getStart());
        }
        return range.getStart() + " to "
                + (range.getEnd() == Integer.MAX_VALUE ? "max" : Integer.toString(range.getEnd()));
    }
}
