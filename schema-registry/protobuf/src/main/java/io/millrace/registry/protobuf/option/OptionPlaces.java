package io.millrace.registry.protobuf.option;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Finds all places of a file that have options. */
final class OptionPlaces {
    /** What is done at one place. */
    interface Visitor {
        /**
         * Looks at the options of one thing.
         *
         * @param options may be changed
         * @param scope the full name of the thing that has them
         */
        void visit(Message.Builder options, String scope) throws OptionException;
    }

    private OptionPlaces() {}

    static void visit(FileDescriptorProto.Builder file, Visitor visitor) throws OptionException {
        visit(file, file.getPackage(), visitor);
    }

    private static void visit(Message.Builder thing, String scope, Visitor visitor) throws OptionException {
        for (FieldDescriptor field : thing.getDescriptorForType().getFields()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = 0; i < thing.getRepeatedFieldCount(field); i++) {
                    Message.Builder part = thing.getRepeatedFieldBuilder(field, i);
                    visit(part, inside(scope, part), visitor);
                }
            } else if (field.getName().equals("options") && thing.hasField(field)) {
                visitor.visit(thing.getFieldBuilder(field), scope);
            }
        }
    }

    private static String inside(String scope, Message.Builder part) {
        FieldDescriptor name = part.getDescriptorForType().findFieldByName("name");
        if (name == null) {
            return scope;
        }
        return scope.isEmpty() ? (String) part.getField(name) : scope + "." + part.getField(name);
    }
}
