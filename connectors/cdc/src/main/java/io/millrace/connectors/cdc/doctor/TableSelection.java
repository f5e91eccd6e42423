package io.millrace.connectors.cdc.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The include and exclude lists: regular expressions, separated by commas, matched whole and without case. */
final class TableSelection {

    /** A comma inside a quantifier or escaped by a backslash belongs to the expression. */
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),(?![^{]*\\})");

    private static final Pattern LITERAL = Pattern.compile("[\\p{L}\\p{N}_$-]+(\\\\?\\.[\\p{L}\\p{N}_$-]+)?");

    private final SourceSettings settings;
    private final List<Pattern> includedTables;
    private final List<Pattern> excludedTables;
    private final List<Pattern> includedSchemas;
    private final List<Pattern> excludedSchemas;

    TableSelection(SourceSettings settings) {
        this.settings = settings;
        this.includedTables = patterns("table.include.list");
        this.excludedTables = patterns("table.exclude.list");
        this.includedSchemas = patterns("schema.include.list");
        this.excludedSchemas = patterns("schema.exclude.list");
    }

    boolean captures(SourceTable table) {
        boolean schemaIn = includedSchemas.isEmpty()
                ? !matches(excludedSchemas, table.schema())
                : matches(includedSchemas, table.schema());
        boolean tableIn = includedTables.isEmpty()
                ? !matches(excludedTables, table.name())
                : matches(includedTables, table.name());
        return schemaIn && tableIn;
    }

    List<Pattern> includedTables() {
        return includedTables;
    }

    /** Whether an expression is just the name of one table. */
    static boolean isLiteral(Pattern pattern) {
        return LITERAL.matcher(pattern.pattern()).matches();
    }

    private List<Pattern> patterns(String key) {
        if (!settings.isSet(key)) {
            return List.of();
        }
        return Arrays.stream(SEPARATOR.split(settings.all().get(key)))
                .map(String::trim)
                .filter(expression -> !expression.isEmpty())
                .map(expression -> Pattern.compile(expression, Pattern.CASE_INSENSITIVE))
                .toList();
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
