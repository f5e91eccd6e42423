package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import java.util.List;

/** Reads an enum. */
final class EnumReader {
    private final TokenReader tokens;

    EnumReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** An enum from its name on. */
    EnumDescriptorProto enumeration() throws ProtoSyntaxException {
        tokens.declare();
        Token name = tokens.current();
        EnumDescriptorProto.Builder enumeration =
                EnumDescriptorProto.newBuilder().setName(tokens.identifier("the name of an enum"));
        tokens.require("{");
        while (!tokens.take("}")) {
            if (tokens.take("option")) {
                enumeration.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
            } else if (tokens.take("reserved")) {
                new RangeReader(tokens).reserved(enumeration);
            } else if (!tokens.take(";")) {
                enumeration.addValue(value());
            }
        }
        if (enumeration.getValueCount() == 0) {
            throw name.error("enum " + name.shown() + " has no values");
        }
        return enumeration.build();
    }

    private EnumValueDescriptorProto value() throws ProtoSyntaxException {
        tokens.declare();
        EnumValueDescriptorProto.Builder value =
                EnumValueDescriptorProto.newBuilder().setName(tokens.identifier("the name of a value"));
        tokens.require("=");
        value.setNumber(tokens.number("the number of a value", true));
        List<UninterpretedOption> options = new OptionReader(tokens).brackets();
        if (!options.isEmpty()) {
            value.getOptionsBuilder().addAllUninterpretedOption(options);
        }
        tokens.require(";");
        return value.build();
    }
}
