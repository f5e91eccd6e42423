package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Comparator;
import java.util.List;

/**
 * Looks whether a number or a name may come to mean something else than it did: what is removed is to be reserved. An old
 * schema may use what it reserves, for no registry has always checked that.
 */
final class ReservationComparison {
    private final Findings findings;

    ReservationComparison(Findings findings) {
        this.findings = findings;
    }

    void compare(String path, Descriptor reader, Descriptor writer) {
        Descriptor older = findings.older(reader, writer);
        Descriptor newer = findings.newer(reader, writer);
        boolean reused = false;
        for (FieldDescriptor field : newer.getFields()) {
            if (older.isReservedNumber(field.getNumber()) && older.findFieldByNumber(field.getNumber()) == null) {
                findings.add(Rule.RESERVED_NUMBER_REUSED, path + "/" + field.getNumber(), "", "");
                reused = true;
            }
            if (older.isReservedName(field.getName()) && older.findFieldByName(field.getName()) == null) {
                findings.add(Rule.RESERVED_NAME_REUSED, path + "/" + field.getName(), "", "");
            }
        }
        for (FieldDescriptor field : older.getFields()) {
            if (newer.findFieldByNumber(field.getNumber()) == null && !newer.isReservedNumber(field.getNumber())) {
                findings.add(Rule.FIELD_REMOVED_WITHOUT_RESERVING, path + "/" + field.getNumber(), "", "");
            }
        }
        if (!reused && !older.toProto().getReservedRangeList().stream().allMatch(range -> isCovered(range, newer))) {
            findings.add(Rule.RESERVED_NUMBERS_RELEASED, path, "", "");
        }
    }

    private static boolean isCovered(ReservedRange range, Descriptor message) {
        List<ReservedRange> sorted = message.toProto().getReservedRangeList().stream()
                .sorted(Comparator.comparing(ReservedRange::getStart))
                .toList();
        int covered = range.getStart();
        for (ReservedRange each : sorted) {
            if (each.getStart() <= covered) {
                covered = Math.max(covered, each.getEnd());
            }
        }
        return covered >= range.getEnd();
    }
}
