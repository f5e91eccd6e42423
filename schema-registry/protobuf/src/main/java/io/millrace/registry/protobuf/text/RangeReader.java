package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import java.util.ArrayList;
import java.util.List;

/** Reads the numbers and names that are reserved, or left to extensions. */
final class RangeReader {
    /** One more than the largest number of a field, as a descriptor writes the end of a range. */
    static final int END_OF_FIELDS = 1 << 29;

    private final TokenReader tokens;

    RangeReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    private record Range(int first, int last) {}

    /** What follows {@code extensions}. */
    void extensions(DescriptorProto.Builder message) throws ProtoSyntaxException {
        List<Range> ranges = ranges(false, END_OF_FIELDS - 1);
        List<UninterpretedOption> options = new OptionReader(tokens).brackets();
        tokens.require(";");
        for (Range range : ranges) {
            tokens.declare();
            ExtensionRange.Builder extension =
                    ExtensionRange.newBuilder().setStart(range.first()).setEnd(range.last() + 1);
            if (!options.isEmpty()) {
                extension.getOptionsBuilder().addAllUninterpretedOption(options);
            }
            message.addExtensionRange(extension);
        }
    }

    /** What follows {@code reserved} in a message. */
    void reserved(DescriptorProto.Builder message) throws ProtoSyntaxException {
        if (tokens.current().kind() != Token.Kind.INTEGER) {
            message.addAllReservedName(names());
            return;
        }
        for (Range range : ranges(false, END_OF_FIELDS - 1)) {
            tokens.declare();
            message.addReservedRange(
                    ReservedRange.newBuilder().setStart(range.first()).setEnd(range.last() + 1));
        }
        tokens.require(";");
    }

    /** What follows {@code reserved} in an enum, whose ranges end with their last number. */
    void reserved(EnumDescriptorProto.Builder message) throws ProtoSyntaxException {
        if (tokens.current().kind() != Token.Kind.INTEGER && !tokens.at("-")) {
            message.addAllReservedName(names());
            return;
        }
        for (Range range : ranges(true, Integer.MAX_VALUE)) {
            tokens.declare();
            message.addReservedRange(
                    EnumReservedRange.newBuilder().setStart(range.first()).setEnd(range.last()));
        }
        tokens.require(";");
    }

    private List<String> names() throws ProtoSyntaxException {
        List<String> names = new ArrayList<>();
        do {
            tokens.declare();
            names.add(
                    tokens.current().kind() == Token.Kind.STRING
                            ? tokens.string()
                            : tokens.identifier("a number or a name to reserve"));
        } while (tokens.take(","));
        tokens.require(";");
        return names;
    }

    private List<Range> ranges(boolean signed, int max) throws ProtoSyntaxException {
        List<Range> ranges = new ArrayList<>();
        do {
            Token start = tokens.current();
            int first = tokens.number("a number", signed);
            int last = first;
            if (tokens.take("to")) {
                last = tokens.take("max") ? max : tokens.number("the end of a range", signed);
            }
            if (last < first || last > max || (!signed && first == 0)) {
                throw start.error("the range from " + first + " to " + last + " does not exist");
            }
            ranges.add(new Range(first, last));
        } while (tokens.take(","));
        return ranges;
    }
}
