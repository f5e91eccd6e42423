package io.millrace.registry.model.avro;

import io.millrace.registry.model.CompatibilityLevel;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Compares two Avro schemas as reader and writer; the rules are those of Avro's own checker. */
public final class AvroCompatibility {
    private AvroCompatibility() {}

    /** What speaks against the newer schema following the older one; empty if nothing does. */
    public static List<String> objections(Schema newer, Schema older, CompatibilityLevel level) {
        List<String> objections = new ArrayList<>();
        if (level.newReadsOld()) {
            collect(newer, older, "new", "old", objections);
        }
        if (level.oldReadsNew()) {
            collect(older, newer, "old", "new", objections);
        }
        return objections;
    }

    private static void collect(
            Schema reader, Schema writer, String readerName, String writerName, List<String> objections) {
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .forEach(found -> objections.add(describe(found, readerName, writerName)));
    }

    private static String describe(Incompatibility found, String reader, String writer) {
        String place = found.getLocation().isEmpty() ? "/" : found.getLocation();
        String description =
                switch (found.getType()) {
                    case READER_FIELD_MISSING_DEFAULT_VALUE ->
                        "the " + writer + " schema lacks the field at path '" + place + "', and the " + reader
                                + " schema gives it no default";
                    case NAME_MISMATCH -> "the name at path '" + place + "' has changed";
                    case FIXED_SIZE_MISMATCH -> "the size of the fixed type at path '" + place + "' has changed";
                    case MISSING_ENUM_SYMBOLS ->
                        "the " + reader + " schema lacks enum symbols of the " + writer + " schema at path '" + place
                                + "'";
                    case TYPE_MISMATCH ->
                        "the type at path '" + place + "' of the " + reader + " schema cannot read that of the "
                                + writer + " schema";
                    case MISSING_UNION_BRANCH ->
                        "the " + reader + " schema lacks a union branch of the " + writer + " schema at path '" + place
                                + "'";
                };
        return "{errorType:'" + found.getType() + "', description:'" + description + "', additionalInfo:'"
                + found.getMessage() + "'}";
    }
}
