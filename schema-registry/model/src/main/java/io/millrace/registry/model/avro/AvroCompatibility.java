package io.millrace.registry.model.avro;

import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Compares two Avro schemas as reader and writer; the rules are those of Avro's own checker. */
final class AvroCompatibility {
    private AvroCompatibility() {}

    /**
     * What speaks against the reader's schema reading what the writer's schema wrote; empty if nothing does. Not for schemas
     * between which there is an {@linkplain AvroFindings#obstacle obstacle}.
     */
    static List<Incompatibility> objections(Schema reader, Schema writer, Sides sides) {
        List<Incompatibility> objections = new ArrayList<>();
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .forEach(found -> objections.add(describe(found, sides)));
        return objections;
    }

    private static Incompatibility describe(SchemaCompatibility.Incompatibility found, Sides sides) {
        String path = found.getLocation().isEmpty() ? "/" : found.getLocation();
        Schema reader = found.getReaderFragment();
        Schema writer = found.getWriterFragment();
        String rule = found.getType().name();
        return switch (found.getType()) {
            case READER_FIELD_MISSING_DEFAULT_VALUE ->
                new Incompatibility(
                        rule,
                        path,
                        "",
                        found.getMessage(),
                        "the " + sides.writer() + " schema lacks the field at path '" + path + "', and the "
                                + sides.reader() + " schema gives it no default");
            case NAME_MISMATCH ->
                new Incompatibility(
                        rule,
                        path,
                        writer.getFullName(),
                        reader.getFullName(),
                        "the name at path '" + path + "' has changed");
            case FIXED_SIZE_MISMATCH ->
                new Incompatibility(
                        rule,
                        path,
                        Integer.toString(writer.getFixedSize()),
                        Integer.toString(reader.getFixedSize()),
                        "the size of the fixed type at path '" + path + "' has changed");
            case MISSING_ENUM_SYMBOLS ->
                new Incompatibility(
                        rule,
                        path,
                        missingSymbols(reader, writer),
                        "",
                        "the " + sides.reader() + " schema lacks enum symbols of the " + sides.writer()
                                + " schema at path '" + path + "'");
            case TYPE_MISMATCH ->
                new Incompatibility(
                        rule,
                        path,
                        writer.getType().name(),
                        reader.getType().name(),
                        "the type at path '" + path + "' of the " + sides.reader() + " schema cannot read that of the "
                                + sides.writer() + " schema");
            case MISSING_UNION_BRANCH ->
                new Incompatibility(
                        rule,
                        path,
                        branch(found),
                        "",
                        "the " + sides.reader() + " schema lacks a union branch of the " + sides.writer()
                                + " schema at path '" + path + "'");
        };
    }

    /** Only the checker's message tells which branch of a union it means. */
    private static String branch(SchemaCompatibility.Incompatibility found) {
        return found.getMessage().substring(found.getMessage().lastIndexOf(' ') + 1);
    }

    private static String missingSymbols(Schema reader, Schema writer) {
        TreeSet<String> symbols = new TreeSet<>(writer.getEnumSymbols());
        reader.getEnumSymbols().forEach(symbols::remove);
        return symbols.toString();
    }

    /** What Avro's checker says itself about an incompatibility that it found; ours are said the same way. */
    static String detail(Incompatibility found) {
        return switch (found.rule()) {
            case "READER_FIELD_MISSING_DEFAULT_VALUE", AvroFindings.TOO_COMPLEX -> found.reader();
            case AvroFindings.AMBIGUOUS_ALIASES ->
                "reader field " + found.reader() + " matches writer fields " + found.writer();
            case "NAME_MISMATCH" -> "expected: " + found.writer();
            case "MISSING_ENUM_SYMBOLS" -> found.writer();
            case "TYPE_MISMATCH" ->
                "reader type: " + found.reader() + " not compatible with writer type: " + found.writer();
            case "MISSING_UNION_BRANCH" -> "reader union lacking writer type: " + found.writer();
            default -> "expected: " + found.writer() + ", found: " + found.reader();
        };
    }
}
