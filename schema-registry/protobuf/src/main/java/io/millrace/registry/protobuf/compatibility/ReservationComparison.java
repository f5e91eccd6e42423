package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Comparator;
import java.util.Iterator;
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
        if (!reused && !covers(newer, older)) {
            findings.add(Rule.RESERVED_NUMBERS_RELEASED, path, "", "");
        }
    }

    /** Whether one message reserves every number that the other does. */
    private static boolean covers(Descriptor wide, Descriptor narrow) {
        Iterator<ReservedRange> covering = byStart(wide).iterator();
        int covered = 0;
        int end = 0;
        for (ReservedRange range : byStart(narrow)) {
            covered = Math.max(covered, range.getStart());
            while (covered < range.getEnd()) {
                if (covered < end) {
                    covered = end;
                    continue;
                }
                if (!covering.hasNext()) {
                    return false;
                }
                ReservedRange next = covering.next();
                if (next.getStart() > covered) {
                    return false;
                }
                end = Math.max(end, next.getEnd());
            }
        }
        return true;
    }

    private static List<ReservedRange> byStart(Descriptor message) {
        return message.toProto().getReservedRangeList().stream()
                .sorted(Comparator.comparing(ReservedRange::getStart))
                .toList();
    }
}
