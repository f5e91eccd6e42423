package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.List;

/** Writes extensions, those of one message in one block as long as they stand together. */
final class ExtensionWriter {
    private final Lines lines;
    private final Dialect dialect;

    ExtensionWriter(Lines lines, Dialect dialect) {
        this.lines = lines;
        this.dialect = dialect;
    }

    void write(List<FieldDescriptorProto> extensions, List<DescriptorProto> nested, NestedOrder order) {
        int start = 0;
        while (start < extensions.size()) {
            String extendee = extensions.get(start).getExtendee();
            int end = start + 1;
            while (end < extensions.size() && extensions.get(end).getExtendee().equals(extendee)) {
                end++;
            }
            block(extendee, extensions.subList(start, end), nested, order);
            start = end;
        }
    }

    private void block(
            String extendee, List<FieldDescriptorProto> extensions, List<DescriptorProto> nested, NestedOrder order) {
        order.before(extensions);
        lines.open("extend " + extendee);
        FieldWriter fields = new FieldWriter(lines, dialect);
        extensions.forEach(field -> fields.write(field, nested, false));
        lines.close();
    }
}
