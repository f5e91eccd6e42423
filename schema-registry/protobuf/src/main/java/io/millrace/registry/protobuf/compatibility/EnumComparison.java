package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what the numbers of two enums mean; their encoding never differs. */
final class EnumComparison {
    private final Findings findings;

    EnumComparison(Findings findings) {
        this.findings = findings;
    }

    void compare(String path, EnumDescriptor reader, EnumDescriptor writer) {
        for (EnumValueDescriptor value : writer.getValues()) {
            Set<String> names = names(reader, value.getNumber());
            if (!names.isEmpty() && !names.contains(value.getName())) {
                findings.add(
                        Rule.ENUM_CONST_CHANGED,
                        path + "/" + value.getNumber(),
                        value.getName(),
                        names.iterator().next());
            }
        }
        EnumDescriptor older = findings.older(reader, writer);
        EnumDescriptor newer = findings.newer(reader, writer);
        for (EnumValueDescriptor value : older.getValues()) {
            String at = path + "/" + value.getNumber();
            if (names(newer, value.getNumber()).isEmpty() && !isReserved(newer, value.getNumber())) {
                findings.add(Rule.ENUM_CONST_REMOVED_WITHOUT_RESERVING, at, "", "");
            }
        }
        for (EnumValueDescriptor value : newer.getValues()) {
            if (isReserved(older, value.getNumber())
                    && names(older, value.getNumber()).isEmpty()) {
                findings.add(Rule.RESERVED_NUMBER_REUSED, path + "/" + value.getNumber(), "", "");
            }
            if (older.toProto().getReservedNameList().contains(value.getName())
                    && older.getValues().stream()
                            .noneMatch(each -> each.getName().equals(value.getName()))) {
                findings.add(Rule.RESERVED_NAME_REUSED, path + "/" + value.getName(), "", "");
            }
        }
    }

    private static Set<String> names(EnumDescriptor enumeration, int number) {
        return enumeration.getValues().stream()
                .filter(value -> value.getNumber() == number)
                .map(EnumValueDescriptor::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isReserved(EnumDescriptor enumeration, int number) {
        List<EnumReservedRange> ranges = enumeration.toProto().getReservedRangeList();
        return ranges.stream().anyMatch(range -> range.getStart() <= number && number <= range.getEnd());
    }
}
