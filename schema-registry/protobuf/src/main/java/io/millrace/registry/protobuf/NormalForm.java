package io.millrace.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.protobuf.option.OptionInterpreter;
import io.millrace.registry.protobuf.text.MapEntries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Forms of a file in which what was left to taste is settled. */
final class NormalForm {
    private NormalForm() {}

    /** The file with all names of types in full. */
    static FileDescriptorProto complete(FileDescriptorProto written, FileDescriptor linked) {
        return FullNames.of(written, linked);
    }

    /** The file without extensions, its own and those among its options. */
    static FileDescriptorProto withoutExtensions(FileDescriptorProto written) {
        FileDescriptorProto.Builder file = written.toBuilder().clearExtension();
        OptionInterpreter.withoutExtensions(file);
        file.getMessageTypeBuilderList().forEach(NormalForm::dropExtensions);
        return file.build();
    }

    private static void dropExtensions(DescriptorProto.Builder message) {
        message.clearExtension();
        message.getNestedTypeBuilderList().forEach(NormalForm::dropExtensions);
    }

    /** The file with imports by name, fields by number, and ranges by their start; messages keep their positions. */
    static FileDescriptorProto of(FileDescriptorProto complete) {
        FileDescriptorProto.Builder file = complete.toBuilder();
        sortImports(file);
        file.getMessageTypeBuilderList().forEach(NormalForm::sort);
        file.getEnumTypeBuilderList().forEach(NormalForm::sort);
        List<FieldDescriptorProto> extensions = sortedExtensions(file.getExtensionList(), file.getMessageTypeList());
        return file.clearExtension().addAllExtension(extensions).build();
    }

    private static void sortImports(FileDescriptorProto.Builder file) {
        Set<String> publicImports = paths(file, file.getPublicDependencyList());
        Set<String> weakImports = paths(file, file.getWeakDependencyList());
        List<String> sorted = file.getDependencyList().stream().sorted().toList();
        file.clearDependency().clearPublicDependency().clearWeakDependency().addAllDependency(sorted);
        IntStream.range(0, sorted.size()).forEach(i -> {
            if (publicImports.contains(sorted.get(i))) {
                file.addPublicDependency(i);
            }
            if (weakImports.contains(sorted.get(i))) {
                file.addWeakDependency(i);
            }
        });
    }

    private static Set<String> paths(FileDescriptorProto.Builder file, List<Integer> indexes) {
        return indexes.stream().map(file::getDependency).collect(Collectors.toSet());
    }

    private static void sort(DescriptorProto.Builder message) {
        List<FieldDescriptorProto> fields = message.getFieldList().stream()
                .sorted(Comparator.comparing(FieldDescriptorProto::getNumber))
                .toList();
        List<DescriptorProto> nested = inOrder(message.getNestedTypeList(), fields);
        List<FieldDescriptorProto> extensions = sortedExtensions(message.getExtensionList(), nested);
        List<ReservedRange> reserved = message.getReservedRangeList().stream()
                .sorted(Comparator.comparing(ReservedRange::getStart))
                .toList();
        List<String> names = message.getReservedNameList().stream().sorted().toList();
        List<ExtensionRange> ranges = message.getExtensionRangeList().stream()
                .sorted(Comparator.comparing(ExtensionRange::getStart))
                .toList();
        message.clearField().addAllField(fields);
        message.clearNestedType().addAllNestedType(nested);
        message.clearExtension().addAllExtension(extensions);
        message.clearReservedRange().addAllReservedRange(reserved);
        message.clearReservedName().addAllReservedName(names);
        message.clearExtensionRange().addAllExtensionRange(ranges);
        message.getNestedTypeBuilderList().forEach(NormalForm::sort);
        message.getEnumTypeBuilderList().forEach(NormalForm::sort);
    }

    private static void sort(EnumDescriptorProto.Builder enumeration) {
        List<EnumReservedRange> reserved = enumeration.getReservedRangeList().stream()
                .sorted(Comparator.comparing(EnumReservedRange::getStart))
                .toList();
        List<String> names = enumeration.getReservedNameList().stream().sorted().toList();
        enumeration.clearReservedRange().addAllReservedRange(reserved);
        enumeration.clearReservedName().addAllReservedName(names);
    }

    /** The messages that fields bring with them stand in the order of their fields; the others stay where they are. */
    private static List<DescriptorProto> inOrder(List<DescriptorProto> nested, List<FieldDescriptorProto> fields) {
        Set<Integer> brought = new LinkedHashSet<>();
        for (FieldDescriptorProto field : fields) {
            int position = MapEntries.broughtBy(field, nested);
            if (position >= 0) {
                brought.add(position);
            }
        }
        List<DescriptorProto> ordered = new ArrayList<>(nested);
        List<Integer> places = brought.stream().sorted().toList();
        int next = 0;
        for (int position : brought) {
            ordered.set(places.get(next++), nested.get(position));
        }
        return ordered;
    }

    /** Extensions by what they extend, unless one brings a message whose position must stay. */
    private static List<FieldDescriptorProto> sortedExtensions(
            List<FieldDescriptorProto> extensions, List<DescriptorProto> nested) {
        if (extensions.stream().anyMatch(extension -> MapEntries.broughtBy(extension, nested) >= 0)) {
            return extensions;
        }
        return extensions.stream()
                .sorted(Comparator.comparing(FieldDescriptorProto::getExtendee)
                        .thenComparing(FieldDescriptorProto::getNumber))
                .toList();
    }
}
