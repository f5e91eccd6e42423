package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;

/** Writes a file's descriptor as {@code .proto} text, always in one spelling. */
public final class ProtoFileWriter {
    private final Lines lines = new Lines();
    private final FileDescriptorProto file;
    private final Dialect dialect;

    private ProtoFileWriter(FileDescriptorProto file) {
        this.file = file;
        this.dialect = switch (file.getSyntax()) {
            case "proto3" -> Dialect.PROTO3;
            case "editions" -> Dialect.EDITION;
            default -> Dialect.PROTO2;
        };
    }

    /** The text; names of types and imports are as the descriptor has them. */
    public static String write(FileDescriptorProto file) {
        return new ProtoFileWriter(file).text();
    }

    private String text() {
        switch (dialect) {
            case PROTO2 -> lines.add("syntax = \"proto2\";");
            case PROTO3 -> lines.add("syntax = \"proto3\";");
            case EDITION -> lines.add("edition = \"" + file.getEdition().name().substring("EDITION_".length()) + "\";");
        }
        if (file.hasPackage()) {
            lines.add("package " + file.getPackage() + ";");
        }
        if (file.getDependencyCount() > 0) {
            lines.blank();
        }
        for (int i = 0; i < file.getDependencyCount(); i++) {
            String kind = file.getPublicDependencyList().contains(i)
                    ? "public "
                    : file.getWeakDependencyList().contains(i) ? "weak " : "";
            lines.add("import " + kind + OptionWriter.quoted(file.getDependency(i)) + ";");
        }
        var options = OptionWriter.assignments(file.getOptions());
        if (!options.isEmpty()) {
            lines.blank();
            lines.options(options);
        }
        declarations();
        return lines.toString();
    }

    private void declarations() {
        NestedOrder order = new NestedOrder(file.getMessageTypeList(), message -> {
            lines.blank();
            new MessageWriter(lines, dialect).write(message);
        });
        file.getExtensionList().forEach(order::claim);
        if (file.getExtensionCount() > 0) {
            lines.blank();
            new ExtensionWriter(lines, dialect).write(file.getExtensionList(), file.getMessageTypeList(), order);
        }
        order.rest();
        file.getEnumTypeList().forEach(enumeration -> {
            lines.blank();
            new EnumWriter(lines, dialect).write(enumeration);
        });
        file.getServiceList().forEach(service -> {
            lines.blank();
            new ServiceWriter(lines).write(service);
        });
    }
}
