package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;

/** Reads a service, which no data depend on. */
final class ServiceReader {
    private final TokenReader tokens;

    ServiceReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** A service from its name on. */
    ServiceDescriptorProto service() throws ProtoSyntaxException {
        tokens.declare();
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName(tokens.identifier("the name of a service"));
        tokens.require("{");
        while (!tokens.take("}")) {
            if (tokens.take("option")) {
                service.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
            } else if (tokens.take("rpc")) {
                service.addMethod(method());
            } else {
                tokens.require(";");
            }
        }
        return service.build();
    }

    private MethodDescriptorProto method() throws ProtoSyntaxException {
        tokens.declare();
        MethodDescriptorProto.Builder method =
                MethodDescriptorProto.newBuilder().setName(tokens.identifier("the name of a method"));
        tokens.require("(");
        if (tokens.take("stream")) {
            method.setClientStreaming(true);
        }
        method.setInputType(tokens.typeName());
        tokens.require(")");
        tokens.require("returns");
        tokens.require("(");
        if (tokens.take("stream")) {
            method.setServerStreaming(true);
        }
        method.setOutputType(tokens.typeName());
        tokens.require(")");
        if (tokens.take("{")) {
            while (!tokens.take("}")) {
                if (tokens.take("option")) {
                    method.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
                } else {
                    tokens.require(";");
                }
            }
        } else {
            tokens.require(";");
        }
        return method.build();
    }
}
