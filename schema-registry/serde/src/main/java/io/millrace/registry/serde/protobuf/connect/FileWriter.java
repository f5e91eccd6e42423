package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.protobuf.link.Linker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Writes one Connect schema as the message that it becomes, in a file of its own. One use, one thread. */
final class FileWriter {
    private static final int DEPTH_MAX = 30;

    private final ProtobufMappingConfig config;
    private final TreeSet<String> imports = new TreeSet<>();
    /** What messages and enums were made of, by their full names. */
    private final Map<String, Schema> declared = new HashMap<>();

    private int unnamed;
    private int depth;

    FileWriter(ProtobufMappingConfig config) {
        this.config = config;
    }

    Descriptor write(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            return wrapper(schema);
        }
        String fullName = schema.name() == null ? ProtobufNames.DEFAULT_MESSAGE + ++unnamed : schema.name();
        int dot = fullName.lastIndexOf('.');
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setSyntax("proto3");
        if (dot > 0) {
            file.setPackage(fullName.substring(0, dot));
        }
        String name = fullName.substring(dot + 1);
        file.addMessageType(message(name, "." + fullName, schema));
        file.addAllDependency(imports);
        FileDescriptor[] dependencies = imports.stream().map(Linker::builtIn).toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file.build(), dependencies).findMessageTypeByName(name);
        } catch (DescriptorValidationException e) {
            throw new DataException(
                    "the schema " + fullName + " cannot be a Protobuf message: " + e.getProblemSymbolName() + ": "
                            + e.getDescription(),
                    e);
        }
    }

    private static Descriptor wrapper(Schema schema) {
        String wrapper = ProtobufNames.wrapper(schema);
        if (wrapper.isEmpty() || FieldTypes.isLogical(schema)) {
            throw new DataException(
                    "a schema of type " + schema.type() + (schema.name() == null ? "" : " called " + schema.name())
                            + " cannot be a record's whole value in Protobuf; put it into a struct");
        }
        return Linker.builtIn(ProtobufNames.WRAPPERS_PATH).findMessageTypeByName(wrapper);
    }

    private DescriptorProto message(String name, String fullName, Schema schema) {
        if (++depth > DEPTH_MAX) {
            throw new DataException(
                    "the schema is nested more than " + DEPTH_MAX + " structs deep, or contains itself");
        }
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        declared.put(fullName, schema);
        Numbers numbers = new Numbers(schema);
        for (Field field : schema.fields()) {
            try {
                if (ProtobufNames.isUnion(field.schema())) {
                    addUnion(message, fullName, field, numbers);
                } else {
                    addField(message, fullName, field, numbers, -1);
                }
            } catch (DataException e) {
                throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
            }
        }
        addSyntheticOneofs(message);
        depth--;
        return message.build();
    }

    private void addUnion(DescriptorProto.Builder message, String scope, Field union, Numbers numbers) {
        String name = union.schema().name();
        String declaredName = name.length() > ProtobufNames.UNION.length() + 1
                ? name.substring(name.lastIndexOf('.') + 1)
                : union.name();
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(declaredName));
        int oneof = message.getOneofDeclCount() - 1;
        for (Field member : union.schema().fields()) {
            addField(message, scope, member, numbers, oneof);
        }
    }

    private void addField(DescriptorProto.Builder message, String scope, Field field, Numbers numbers, int oneof) {
        Schema schema = field.schema();
        FieldDescriptorProto.Builder written =
                FieldDescriptorProto.newBuilder().setName(field.name()).setNumber(numbers.of(schema));
        boolean repeated = schema.type() == Schema.Type.ARRAY;
        written.setLabel(
                repeated || schema.type() == Schema.Type.MAP
                        ? FieldDescriptorProto.Label.LABEL_REPEATED
                        : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        if (schema.type() == Schema.Type.MAP) {
            written.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(addEntry(message, scope, field));
        } else {
            setType(message, scope, written, repeated ? schema.valueSchema() : schema, oneof >= 0);
            boolean nullable = config.optionalForNullables() && schema.isOptional() && !repeated && oneof < 0;
            if (nullable && !written.getTypeName().startsWith(".google.protobuf.")) {
                written.setProto3Optional(true);
            }
        }
        if (oneof >= 0) {
            if (written.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED) {
                throw new DataException("an alternative of a union can be neither a list nor a map in Protobuf");
            }
            written.setOneofIndex(oneof);
        }
        message.addField(written);
    }

    /** Optional fields are in a oneof of their own, which stands behind those that are declared. */
    private static void addSyntheticOneofs(DescriptorProto.Builder message) {
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
            }
        }
    }

    private String addEntry(DescriptorProto.Builder message, String scope, Field field) {
        String name = FieldTypes.entryName(field.name());
        String fullName = scope + "." + name;
        DescriptorProto.Builder entry = DescriptorProto.newBuilder().setName(name);
        entry.getOptionsBuilder().setMapEntry(true);
        Schema[] sides = {field.schema().keySchema(), field.schema().valueSchema()};
        for (int i = 0; i < sides.length; i++) {
            if (sides[i].type() == Schema.Type.ARRAY || sides[i].type() == Schema.Type.MAP) {
                throw new DataException("a map of lists or maps cannot be in Protobuf; put them into structs");
            }
            FieldDescriptorProto.Builder side = FieldDescriptorProto.newBuilder()
                    .setName(i == 0 ? "key" : "value")
                    .setNumber(i + 1)
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            // Types of the values are declared beside the entry: a text has no place for them inside it.
            setType(message, scope, side, sides[i], true);
            entry.addField(side);
        }
        message.addNestedType(entry);
        return fullName;
    }

    private void setType(
            DescriptorProto.Builder message,
            String scope,
            FieldDescriptorProto.Builder field,
            Schema schema,
            boolean plain) {
        String builtIn = FieldTypes.builtIn(schema, config.wrapperForNullables() && !plain);
        if (!builtIn.isEmpty()) {
            imports.add(FieldTypes.path(builtIn));
            field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + builtIn);
        } else if (schema.type() == Schema.Type.STRUCT) {
            field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(nested(message, scope, field, schema));
        } else if (ProtobufNames.parameter(schema, ProtobufNames.ENUM) != null) {
            field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(enumeration(message, scope, schema));
        } else {
            field.setType(FieldTypes.scalar(schema));
        }
        Map<String, String> params = FieldTypes.params(schema);
        if (!params.isEmpty()) {
            imports.add(ProtobufNames.META_PATH);
            field.setOptions(FieldMeta.options(params));
        }
    }

    private String nested(
            DescriptorProto.Builder message, String scope, FieldDescriptorProto.Builder field, Schema schema) {
        String name = schema.name() == null
                ? ProtobufNames.DEFAULT_MESSAGE + ++unnamed
                : schema.name().substring(schema.name().lastIndexOf('.') + 1);
        // A message and a field of one name cannot be side by side.
        String unique = name.equals(field.getName()) ? name + "Message" : name;
        String fullName = scope + "." + unique;
        if (isNew(fullName, schema)) {
            message.addNestedType(message(unique, fullName, schema));
        }
        return fullName;
    }

    private String enumeration(DescriptorProto.Builder message, String scope, Schema schema) {
        String name = ProtobufNames.parameter(schema, ProtobufNames.ENUM);
        String fullName = scope + "." + name;
        if (isNew(fullName, schema)) {
            declared.put(fullName, schema);
            EnumDescriptorProto.Builder written =
                    EnumDescriptorProto.newBuilder().setName(name);
            String prefix = ProtobufNames.ENUM + ".";
            List<EnumValueDescriptorProto> symbols = new ArrayList<>();
            schema.parameters().forEach((key, number) -> {
                if (key.startsWith(prefix)) {
                    symbols.add(EnumValueDescriptorProto.newBuilder()
                            .setName(key.substring(prefix.length()))
                            .setNumber(FieldTypes.number(key, number))
                            .build());
                }
            });
            // The first one has to be that of number 0.
            symbols.sort(Comparator.comparing((EnumValueDescriptorProto symbol) -> symbol.getNumber() != 0)
                    .thenComparing(EnumValueDescriptorProto::getNumber));
            written.addAllValue(symbols);
            if (symbols.stream()
                            .map(EnumValueDescriptorProto::getNumber)
                            .distinct()
                            .count()
                    < symbols.size()) {
                written.getOptionsBuilder().setAllowAlias(true);
            }
            message.addEnumType(written);
        }
        return fullName;
    }

    private boolean isNew(String fullName, Schema schema) {
        Schema before = declared.get(fullName);
        if (before != null && !FieldTypes.sameDeclaration(before, schema)) {
            throw new DataException("two different types are called " + fullName.substring(1));
        }
        return before == null;
    }
}
